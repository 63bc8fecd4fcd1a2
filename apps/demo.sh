#!/usr/bin/env bash
# Builds mien, makes a data set of synthetic people and painted portraits, trains FDNN's generator on
# it, and shows what it recovers for people it has never seen. Ten to fifteen minutes on two cores.
# Everything is left in out/demo: faces.png (a picture grid), metrics.json, metrics.txt (a table) and
# model.safetensors (a checkpoint).
#   bash apps/demo.sh [--steps N]
set -euo pipefail
cd "$(dirname "$0")/.."

steps=2500
if [ $# -eq 2 ] && [ "$1" = --steps ] && [[ $2 =~ ^[1-9][0-9]*$ ]]; then
  steps=$2
elif [ $# -gt 0 ]; then
  echo "usage: bash apps/demo.sh [--steps N]" >&2
  exit 2
fi
out=out/demo
bin=build/release/bin

say() { printf '\n== %s\n' "$*"; }

say "Installing what is missing, then building (a few minutes)"
bash cmake/install.sh
cmake --preset release >/dev/null
cmake --build --preset release -j "$(nproc)" --target mien-dataset mien-train mien-evaluate mien-recover

rm -rf "$out"
mkdir -p "$out"

say "Drawing people and painting their portraits"
"$bin/mien-dataset" faces --count 2000 --per-identity 2 --size 64 --seed 1 --out "$out/faces"
"$bin/mien-dataset" portraits --faces "$out/faces" --seed 1 --out "$out/portraits"
"$bin/mien-dataset" check "$out/portraits"

say "Training"
"$bin/mien-train" fdnn --data "$out/portraits" --out "$out/run" --size 64 --batch 16 \
  --steps "$steps" --validate-every 500 --checkpoint-every 500 --seed 1 \
  --set objective=srn

say "Evaluating on people the model has not seen"
"$bin/mien-evaluate" --model "$out/run/weights.safetensors" --data "$out/portraits" \
  --json "$out/metrics.json" --grid "$out/faces.png" | tee "$out/metrics.txt"
cp "$out/run/last.safetensors" "$out/model.safetensors"

say "Done"
printf '%s\n' "$out/faces.png" "$out/metrics.json" "$out/metrics.txt" "$out/model.safetensors" "$out/run/report.html"
