#!/usr/bin/env bash
# The recorded experiment: GFRNet on degraded photographs of real people, guided by a frontal one
# of the same person; see README.md.
#   MIEN_DATA=DIR bash docs/results/gfrnet_wild/run.sh [data] [train] [evaluate]
# All three parts unless named. Runs go on where they stopped, so STEPS may grow.
#   MIEN_DATA   holds faces/celeba_wild256 and weights
#   OUT         where data sets, runs and results go   (out/gfrnet_wild)
#   STEPS       of each run; paper_weights had 4000    (3000)
#   VARIANTS    what to train                          (full no_guide paper_weights)
#   THREADS     of each program                        (all cores)
set -euo pipefail
cd "$(dirname "$0")/../../.."

data=${MIEN_DATA:?names no folder with faces and weights}
out=${OUT:-out/gfrnet_wild}
bin=${BIN:-build/release/bin}
threads=${THREADS:-$(nproc)}
variants=${VARIANTS:-full no_guide paper_weights}
mkdir -p "$out/results"

make_data() {
  [ -e "$out/wild/manifest.json" ] || "$bin/mien-dataset" import --threads "$threads" \
    --images "$data/faces/celeba_wild256/images" --layout celeba --crop 32,32,192,192 --size 192 \
    --out "$out/wild"
  [ -e "$out/found/manifest.json" ] || "$bin/mien-dataset" landmarks --threads "$threads" \
    --data "$out/wild" --weights "$data/weights/pfld68_cunjian.safetensors" --out "$out/found"
  [ -e "$out/small/manifest.json" ] || "$bin/mien-dataset" resize --threads "$threads" \
    --data "$out/found" --size 64 --out "$out/small"
  [ -e "$out/faces/manifest.json" ] || "$bin/mien-dataset" guides --threads "$threads" \
    --data "$out/small" --out "$out/faces"
  [ -e "$out/photos/manifest.json" ] || "$bin/mien-dataset" degrade --threads "$threads" \
    --faces "$out/faces" --seed 1 --out "$out/photos"
}

# At a weight of 1 and 0.5 the discriminators of so small a system drown the pixels: paper_weights.
settings() {
  case $1 in
    full | no_guide)
      echo "--set variant=$1 --set width_divisor=8 --set loss.global=0.02 --set loss.local=0.01" \
        "--set optimizer.learning_rate=2e-3 --set optimizer.learning_rate_epochs=3"
      ;;
    paper_weights) echo "--set variant=full --set width_divisor=8" ;;
    *) echo "error: expected full, no_guide or paper_weights, got $1" >&2 && exit 2 ;;
  esac
}

train_one() {
  if [ -e "$out/$1/last.safetensors" ]; then
    "$bin/mien-train" --resume --out "$out/$1" --steps "${STEPS:-3000}" --threads "$threads"
    return
  fi
  # shellcheck disable=SC2046  # several words
  "$bin/mien-train" gfrnet --data "$out/photos" --out "$out/$1" --threads "$threads" --size 64 \
    --batch 4 --steps "${STEPS:-3000}" --validate-every 500 --checkpoint-every 250 --seed 1 \
    $(settings "$1")
}

evaluate_one() {
  "$bin/mien-evaluate" --model "$out/$1/last.safetensors" --data "$out/photos" --by-style \
    --threads "$threads" --json "$out/results/$1.json" --grid "$out/results/$1.png"
}

for part in "${@:-data train evaluate}"; do
  for step in $part; do
    case $step in
      data) make_data ;;
      train) for variant in $variants; do train_one "$variant"; done ;;
      evaluate) for variant in $variants; do evaluate_one "$variant"; done ;;
      *) echo "error: expected data, train or evaluate, got $step" >&2 && exit 2 ;;
    esac
  done
done
