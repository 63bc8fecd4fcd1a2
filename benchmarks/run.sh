#!/usr/bin/env bash
# Builds and runs the benchmarks, with PyTorch beside us if an interpreter that has it is named.
#   bash benchmarks/run.sh [--peer PYTHON] [--threads N] [--only TEXT] [--batch N] ...
# Groups: "convolutions", single layers forward and backward; "training", whole steps and inference
# of IFRP and U-Net-128; "systems", the same of FDNN, AFRP, TANN, ISEGAN, GFRNet, SCA-GAN and CHAN at
# the sizes of their papers. --only systems. chooses a group, --only systems.gfrnet a system of it.
# Both sides take turns in one run, with equally many threads and the GPU hidden. Leaves a table,
# and build/release/benchmarks.json: {group, row, batch, ours_ms, peer_ms, ratio, of_peak} and, for
# "training" and "systems", {ours_peak_mb, peer_peak_mb}. A ratio above 1 means that we are faster;
# "of peak" counts what the direct algorithm computes; the megabytes are the peak of resident
# memory, less what the process held after its start. Left out for time: memory of systems at 256
# pixels at batch 8, and more than one round for what takes a minute. "systems" needs 14 GB of memory
# beside PyTorch. Within half an hour on two cores, of which "systems" comes last: its rows that have
# not begun by then are left out, and said to be; --limit SECONDS gives more, --limit 0 all there is.
# Installs nothing.
set -euo pipefail
cd "$(dirname "$0")/.."

cmake --preset release > /dev/null
cmake --build --preset release -j "$(nproc)" --target mien-benchmark
export CUDA_VISIBLE_DEVICES=
exec build/release/bin/mien-benchmark --script benchmarks/peer.py \
  --json build/release/benchmarks.json --limit 1700 "$@"
