#!/usr/bin/env bash
# Builds and runs the benchmarks, with PyTorch beside us if an interpreter that has it is named.
#   bash benchmarks/run.sh [--peer PYTHON] [--threads N] [--only TEXT] [--batch N] ...
# Groups: "convolutions", single layers forward and backward; "training", whole steps and inference.
# Both sides take turns in one run, with equally many threads and the GPU hidden. Leaves a table,
# and build/release/benchmarks.json: {group, row, batch, ours_ms, peer_ms, ratio, of_peak} and, for
# "training", {ours_peak_mb, peer_peak_mb}. A ratio above 1 means that we are faster; "of peak"
# counts what the direct algorithm computes; the megabytes are the peak of resident memory, less
# what the process held after its start. About a quarter of an hour on two cores. Installs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

cmake --preset release > /dev/null
cmake --build --preset release -j "$(nproc)" --target mien-benchmark
export CUDA_VISIBLE_DEVICES=
exec build/release/bin/mien-benchmark --script benchmarks/peer.py \
  --json build/release/benchmarks.json "$@"
