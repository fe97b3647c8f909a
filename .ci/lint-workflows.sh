#!/usr/bin/env bash
# Lints the workflows of this repository and those to paste, with the tools that .ci/tools installs.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/.tools/bin:$PATH
actionlint .github/workflows/*.yml examples/*.yml
zizmor --offline --quiet --config .github/zizmor.yml .github action.yml examples/*.yml
