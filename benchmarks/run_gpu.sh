#!/usr/bin/env bash
# Times the library on a CUDA card, with PyTorch beside it if python3 has it. Within ten minutes;
# needs the driver, cuBLAS and cuDNN 9 (those of Python's nvidia-* packages will do), and a compiler
# with CUDA or, in MIEN_BIN, a folder with a mien-benchmark built elsewhere.
#   bash benchmarks/run_gpu.sh [--precision fp32|tf32|bf16] [--only TEXT] [--batch N] ...
# All precisions unless one is named. Leaves, in benchmarks/results or MIEN_RESULTS, for each a table
# CARD_PRECISION.txt and CARD_PRECISION.json: {card, driver, cuda, cublas, cudnn, peer, date, commit,
# precision, peak_tflops, copy_tb_per_s, rows: [{group, row, batch, ours_ms, peer_ms, ratio, of_peak,
# of_copies, peer_ways_ms, peer_missing}]} and, for "training", {ours,peer}_{peak,reserved}_mb.
#
# A ratio above 1 means that we are faster than PyTorch in its best way: eager in channels_last with
# cuDNN's benchmark on, or compiled (benchmarks/peer.py). "of peak" counts what the direct
# algorithm computes against a large matrix product in the same precision, "of copies" what a run's
# tensors take, written and read once, against what a large copy moves. Megabytes are what either
# side's allocator handed out at most ("kept": took from the card) in steady state: not the 300 to 500
# MB of a CUDA context and its libraries, which both sides pay. "srn_c.host" starts and ends in the
# host's memory; "srn_c.fed_step" is "srn_c.step" with a new batch from there each time, and below
# the table stands what that adds. MIEN_SECONDS, 480, is shared by the precisions; what is left by
# then, the group "systems" and large batches, is left out.
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/card.sh

precisions=(bf16 tf32 fp32)
if [ "${1:-}" = --precision ]; then
  precisions=("$2")
  shift 2
fi
find_programs mien-benchmark
peer=()
if "$MIEN_PYTHON" -c 'import sys, importlib.util as i; sys.exit(not i.find_spec("torch"))'; then
  peer=(--peer "$MIEN_PYTHON" --script benchmarks/peer.py)
fi
commit=${MIEN_COMMIT:-$(git rev-parse --short HEAD 2> /dev/null || echo unknown)}
limit=$((${MIEN_SECONDS:-480} / ${#precisions[@]}))
results=${MIEN_RESULTS:-benchmarks/results}
mkdir -p "$results"

status=0
for precision in "${precisions[@]}"; do
  file=$results/$(card_name)_$precision
  timeout $((limit + 40)) "$MIEN_BIN/mien-benchmark" --device cuda --precision "$precision" \
    "${peer[@]}" --commit "$commit" --json "$file.json" --seconds 0.2 --limit "$limit" \
    --compilation $((limit / 2)) "$@" | tee "$file.txt" || status=$?
done
exit "$status"
