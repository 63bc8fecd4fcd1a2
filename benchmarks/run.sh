#!/usr/bin/env bash
# Builds and runs the benchmarks, with PyTorch beside us if an interpreter that has it is named.
#   bash benchmarks/run.sh [--peer PYTHON] [--threads N] [--only TEXT] [--batch N] ...
# Both sides take turns in one run, with equally many threads and the GPU hidden. Leaves a table,
# and build/release/benchmarks.json: {group, row, batch, ours_ms, peer_ms, ratio}, where a ratio
# above 1 means that we are faster. Installs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

cmake --preset release > /dev/null
cmake --build --preset release -j "$(nproc)" --target mien-benchmark
export CUDA_VISIBLE_DEVICES=
exec build/release/bin/mien-benchmark --script benchmarks/peer.py \
  --json build/release/benchmarks.json "$@"
