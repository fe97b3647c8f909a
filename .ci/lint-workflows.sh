#!/usr/bin/env bash
# Lints the workflows of this repository and the example workflows, with the tools that .ci/install-tools.sh installs.
set -euo pipefail
cd "$(dirname "$0")/.."
PATH=$PWD/.tools/bin:$PATH
actionlint .github/workflows/*.yml examples/*.yml
zizmor --offline --quiet --persona pedantic --config .github/zizmor.yml .github action.yml
# The pedantic persona would also require a name for each job, which examples do not need.
zizmor --offline --quiet --config .github/zizmor.yml examples/*.yml examples/*/action.yml
