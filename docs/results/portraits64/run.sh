#!/usr/bin/env bash
# The recorded experiment: real faces, portraits by published style networks, IFRP's network under
# three objectives with one budget; see README.md.
#   MIEN_DATA=DIR bash docs/results/portraits64/run.sh [data] [train] [evaluate] [recover]
# All four parts unless named. Runs go on where they stopped, so STEPS may grow.
#   MIEN_DATA   holds faces/celeba_aligned, faces/cufsf_sketch, faces/paintings, art, weights
#   OUT         where data sets, runs and results go          (out/portraits64)
#   STEPS       of each run                                   (1200)
#   FACES       photos to take                                (4000)
#   ETA         weight of the identity term                   (0.01; see README.md)
#   RATE        learning rate of Adam                         (1e-4; see README.md)
#   OBJECTIVES  what to train                                 (srn srn_dn ifrp)
#   THREADS     of each program                               (all cores)
#   COUNT       test portraits in seen and unseen styles each (all)
set -euo pipefail
cd "$(dirname "$0")/../../.."

data=${MIEN_DATA:?names no folder with faces, art and weights}
out=${OUT:-out/portraits64}
bin=${BIN:-build/release/bin}
threads=${THREADS:-$(nproc)}
objectives=${OBJECTIVES:-srn srn_dn ifrp}
mkdir -p "$out/results"

make_data() {
  local style=$data/weights/style
  [ -e "$out/faces/manifest.json" ] || "$bin/mien-dataset" import --threads "$threads" \
    --images "$data/faces/celeba_aligned/images" --layout celeba --crop 0,10,89,89 --size 64 \
    --without Blurry,Eyeglasses,Wearing_Hat --limit "${FACES:-4000}" --out "$out/faces"
  [ -e "$out/portraits/manifest.json" ] || "$bin/mien-dataset" portraits --threads "$threads" \
    --faces "$out/faces" --seed 1 --out "$out/portraits" \
    --style "$style"/{candy,feathers,the_scream,starry_night_fritz,la_muse}.safetensors \
    "$style/microast_arbitrary.safetensors:$data/art/composition_vii.jpg" \
    "$style"/{mosaic,udnie}.safetensors
}

train_one() {
  if [ -e "$out/$1/last.safetensors" ]; then
    "$bin/mien-train" --resume --out "$out/$1" --steps "${STEPS:-1200}" --threads "$threads"
    return
  fi
  "$bin/mien-train" ifrp --data "$out/portraits" --out "$out/$1" --threads "$threads" \
    --size 64 --batch 16 --steps "${STEPS:-1200}" --validate-every 100 --checkpoint-every 100 \
    --seed 1 --set network=srn_p --set objective="$1" \
    --set loss.vgg_weights="$data/weights/vgg19_to_relu3_4.safetensors" \
    --set loss.identity_weight="${ETA:-0.01}" --set optimizer.learning_rate="${RATE:-1e-4}"
}

evaluate_one() {
  "$bin/mien-evaluate" --model "$out/$1/last.safetensors" --data "$out/portraits" \
    --threads "$threads" ${COUNT:+--count "$COUNT"} --json "$out/results/$1.json" --grid "$out/results/$1.png"
}

# Eight sketches and eight painted heads, which no network was trained on.
recover_one() {
  local kind files
  for kind in cufsf_sketch paintings; do
    mapfile -t files < <(find "$data/faces/$kind" -name '[0-9]*.jpg' | LC_ALL=C sort |
      awk 'NR % 30 == 1' | head -8)
    "$bin/mien-recover" --model "$out/$1/last.safetensors" --threads "$threads" --compare \
      --out "$out/results/$kind/$1" "${files[@]}"
  done
}

each() {
  local objective
  for objective in $objectives; do "$1" "$objective"; done
}

for part in "${@:-data train evaluate recover}"; do
  for step in $part; do
    case $step in
      data) make_data ;;
      train) each train_one ;;
      evaluate) each evaluate_one ;;
      recover) each recover_one ;;
      *) echo "error: expected data, train, evaluate or recover, got $step" >&2 && exit 2 ;;
    esac
  done
done
