#!/usr/bin/env bash
# The recorded run of AFRP: real faces, procedural portraits, attributes; see README.md.
#   MIEN_DATA=DIR bash docs/results/afrp64/run.sh [data] [train] [evaluate] [recover]
# All four parts unless named. The run goes on where it stopped, so STEPS may grow.
#   MIEN_DATA   holds faces/celeba_aligned and faces/paintings
#   OUT         where data sets, the run and results go       (out/afrp64)
#   STEPS       of the run                                    (4464)
#   FACES       photos to take                                (3000)
#   THREADS     of each program                               (all cores)
#   COUNT       test portraits in seen and unseen styles each (1000)
set -euo pipefail
cd "$(dirname "$0")/../../.."

data=${MIEN_DATA:?names no folder with faces and weights}
out=${OUT:-out/afrp64}
bin=${BIN:-build/release/bin}
threads=${THREADS:-$(nproc)}
mkdir -p "$out/results"

make_data() {
  [ -e "$out/faces/manifest.json" ] || "$bin/mien-dataset" import --threads "$threads" \
    --images "$data/faces/celeba_aligned/images" --layout celeba --crop 0,10,89,89 --size 64 \
    --without Blurry,Eyeglasses,Wearing_Hat --limit "${FACES:-3000}" --out "$out/faces"
  [ -e "$out/portraits/manifest.json" ] || "$bin/mien-dataset" portraits --threads "$threads" \
    --faces "$out/faces" --seed 1 --out "$out/portraits"
}

train() {
  if [ -e "$out/run/last.safetensors" ]; then
    "$bin/mien-train" --resume --out "$out/run" --steps "${STEPS:-4464}" --threads "$threads"
    return
  fi
  "$bin/mien-train" afrp --data "$out/portraits" --out "$out/run" --threads "$threads" \
    --size 64 --batch 16 --steps "${STEPS:-4464}" --validate-every 100 --checkpoint-every 100 \
    --seed 1 --set width_divisor=4 --set objective=frn_dn
}

# What the attributes are worth: a face's own, those of the average face, none, the opposite. And
# edits of the average face, one attribute in each column.
evaluate() {
  local told
  for told in own average none opposite; do
    "$bin/mien-evaluate" --model "$out/run/last.safetensors" --data "$out/portraits" \
      --threads "$threads" --count "${COUNT:-1000}" --set told=$told \
      --json "$out/results/$told.json" --grid "$out/results/$told.png"
  done
  "$bin/mien-evaluate" --model "$out/run/last.safetensors" --data "$out/portraits" \
    --threads "$threads" --count 8 --edits "$out/results/edits.png" --attribute Smiling=1 \
    --attribute Male=1 --attribute Young=0 --attribute Blond_Hair=1 --attribute Black_Hair=1 \
    --attribute Pale_Skin=1 --attribute Heavy_Makeup=1
}

# Painted heads, which the network was not trained on, with and without edits.
recover() {
  mapfile -t files < <(find "$data/faces/paintings" -name '[0-9]*.jpg' | LC_ALL=C sort |
    awk 'NR % 30 == 1' | head -6)
  "$bin/mien-recover" --model "$out/run/last.safetensors" --threads "$threads" \
    --out "$out/results/paintings" --edits "$out/results/paintings.png" --attribute Smiling=1 \
    --attribute Male=1 --attribute Young=0 --attribute Blond_Hair=1 "${files[@]}"
}

for part in "${@:-data train evaluate recover}"; do
  for step in $part; do
    case $step in
      data) make_data ;;
      train | evaluate | recover) $step ;;
      *) echo "error: expected data, train, evaluate or recover, got $step" >&2 && exit 2 ;;
    esac
  done
done
