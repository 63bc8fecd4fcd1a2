#!/usr/bin/env bash
# The recorded experiment: viewed sketches and photos of CUFS, ISEGAN beside FDNN's plain encoder
# and decoder; see README.md.
#   MIEN_DATA=DIR bash docs/results/isegan_cufs/run.sh [data] [train] [evaluate]
# All three parts unless named. Runs go on where they stopped, so STEPS may grow.
#   MIEN_DATA   holds faces/cufs and weights
#   OUT         where data sets, runs and results go   (out/isegan_cufs)
#   STEPS       of each run                            (1500)
#   MODELS      what to train                          (isegan fdnn)
#   THREADS     of each program                        (all cores)
set -euo pipefail
cd "$(dirname "$0")/../../.."

data=${MIEN_DATA:?names no folder with faces and weights}
out=${OUT:-out/isegan_cufs}
bin=${BIN:-build/release/bin}
threads=${THREADS:-$(nproc)}
models=${MODELS:-isegan fdnn}
mkdir -p "$out/results"

make_data() {
  [ -e "$out/pairs/manifest.json" ] || "$bin/mien-dataset" import --threads "$threads" \
    --images "$data/faces/cufs" --layout pairs --pair sketch,photo --crop 0,25,200,200 --size 256 \
    --out "$out/pairs"
  [ -e "$out/parsed/manifest.json" ] || "$bin/mien-dataset" parse --threads "$threads" \
    --data "$out/pairs" --weights "$data/weights/face_parsing_unet19_simonenkel.safetensors" \
    --out "$out/parsed"
  [ -e "$out/sketches/manifest.json" ] || "$bin/mien-dataset" resize --threads "$threads" \
    --data "$out/parsed" --size 64 --out "$out/sketches"
}

settings() {
  case $1 in
    isegan) echo "--set width_divisor=8 --set optimizer.learning_rate=1e-3" ;;
    fdnn) echo "--set width_divisor=4" ;;
    *) echo "error: expected isegan or fdnn, got $1" >&2 && exit 2 ;;
  esac
}

train_one() {
  if [ -e "$out/$1/last.safetensors" ]; then
    "$bin/mien-train" --resume --out "$out/$1" --steps "${STEPS:-1500}" --threads "$threads"
    return
  fi
  # shellcheck disable=SC2046  # several words
  "$bin/mien-train" "$1" --data "$out/sketches" --out "$out/$1" --threads "$threads" --size 64 \
    --batch 4 --steps "${STEPS:-1500}" --validate-every 100 --checkpoint-every 100 --seed 1 \
    --set repaint=0 $(settings "$1")
}

evaluate_one() {
  "$bin/mien-evaluate" --model "$out/$1/last.safetensors" --data "$out/sketches" \
    --threads "$threads" --json "$out/results/$1.json" --grid "$out/results/$1.png"
}

for part in "${@:-data train evaluate}"; do
  for step in $part; do
    case $step in
      data) make_data ;;
      train) for model in $models; do train_one "$model"; done ;;
      evaluate) for model in $models; do evaluate_one "$model"; done ;;
      *) echo "error: expected data, train or evaluate, got $step" >&2 && exit 2 ;;
    esac
  done
done
