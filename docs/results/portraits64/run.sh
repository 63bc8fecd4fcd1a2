#!/usr/bin/env bash
# The recorded experiment: real faces, portraits by published style networks, IFRP's network under
# three objectives with one budget; see README.md.
#   MIEN_DATA=DIR bash docs/results/portraits64/run.sh [data] [train] [evaluate] [recover]
# All four parts unless named. Runs go on where they stopped, so STEPS may grow.
#   MIEN_DATA   holds faces/celeba_aligned, faces/cufsf_sketch, faces/paintings, art, weights
#   OUT         where data sets, runs and results go          (out/portraits64)
#   STEPS       of each run                                   (1200)
#   BATCH       of each step                                  (16)
#   FACES       photos to take                                (4000)
#   EVERY       steps from checkpoint to checkpoint           (100)
#   ETA         weight of the identity term                   (0.01; see README.md)
#   RATE        learning rate of Adam                         (1e-4; see README.md)
#   OBJECTIVES  what to train                                 (srn srn_dn ifrp)
#   THREADS     of each program                               (all cores)
#   COUNT       test portraits in seen and unseen styles each (all)
set -euo pipefail
cd "$(dirname "$0")/../../.."
name=portraits64
source docs/results/experiment.sh

objectives=${OBJECTIVES:-srn srn_dn ifrp}

data() {
  local style=$data/weights/style
  made faces import --images "$data/faces/celeba_aligned/images" --layout celeba \
    --crop 0,10,89,89 --size 64 --without Blurry,Eyeglasses,Wearing_Hat --limit "${FACES:-4000}"
  made portraits portraits --faces "$out/faces" --seed 1 \
    --style "$style"/{candy,feathers,the_scream,starry_night_fritz,la_muse}.safetensors \
    "$style/microast_arbitrary.safetensors:$data/art/composition_vii.jpg" \
    "$style"/{mosaic,udnie}.safetensors
}

train() {
  local objective
  for objective in $objectives; do
    trained "$objective" "${STEPS:-1200}" ifrp --data "$out/portraits" --size 64 \
      --batch "${BATCH:-16}" --validate-every "${EVERY:-100}" --checkpoint-every "${EVERY:-100}" \
      --set network=srn_p --set objective="$objective" \
      --set loss.vgg_weights="$data/weights/vgg19_to_relu3_4.safetensors" \
      --set loss.identity_weight="${ETA:-0.01}" --set optimizer.learning_rate="${RATE:-1e-4}"
  done
}

evaluate() {
  local objective
  for objective in $objectives; do
    evaluated "$objective" portraits "$objective" "${measures[@]}" --eyes 0.39,0.605,0.51 \
      ${COUNT:+--count "$COUNT"}
  done
}

# Eight sketches and eight painted heads, which no network was trained on.
recover() {
  local kind objective
  for kind in cufsf_sketch paintings; do
    pick "$data/faces/$kind" '[0-9]*.jpg' 30 8
    for objective in $objectives; do
      recovered "$objective" "$kind/$objective" --compare "${files[@]}"
    done
  done
}

parts "data train evaluate recover" "$@"
