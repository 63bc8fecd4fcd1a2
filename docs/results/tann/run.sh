#!/usr/bin/env bash
# The recorded experiment: tiny turned faces of real people, several photos of each person, TANN
# beside TDAE, with its adversary and by pixels alone; see README.md.
#   MIEN_DATA=DIR bash docs/results/tann/run.sh [data] [train] [evaluate] [recover]
# All four parts unless named. Runs go on where they stopped, so STEPS may grow.
#   MIEN_DATA   holds faces/celeba_aligned, faces/celeba_identity, faces/pose_pairs
#   OUT         where data sets, runs and results go          (out/tann)
#   STEPS       of each run                                   (4252)
#   RATE        learning rate of Adam                         (3e-4)
#   MODELS      what to train                                 (tann tdae tdae_pixels)
#   PYTHON      with Pillow, for people.py                    (python3)
#   THREADS     of each program                               (all cores)
set -euo pipefail
cd "$(dirname "$0")/../../.."
name=tann
source docs/results/experiment.sh

models=${MODELS:-tann tdae tdae_pixels}

data() {
  [ -d "$out/people" ] || "${PYTHON:-python3}" docs/results/tann/people.py "$data/faces" "$out/people"
  made faces import --images "$out/people" --layout identities --size 128
  made tiny tiny --faces "$out/faces" --outside replicate --seed 1
}

settings() {
  case $1 in
    tann) echo "--set objective=tun_dn" ;;
    tdae) echo "--set decoder_1_steps=1800 --set encoder_steps=650" ;;
    tdae_pixels) echo "$(settings tdae) --set objective=pixels" ;;
    *) echo "error: expected tann, tdae or tdae_pixels, got $1" >&2 && exit 2 ;;
  esac
}

train() {
  local model how
  for model in $models; do
    how=$(settings "$model")
    # shellcheck disable=SC2086  # several words
    trained "$model" "${STEPS:-4252}" "${model%_pixels}" --data "$out/tiny" --batch 8 \
      --validate-every 200 --checkpoint-every 200 --set width_divisor=8 \
      --set optimizer.learning_rate="${RATE:-3e-4}" $how
  done
}

evaluate() {
  local model
  for model in $models; do evaluated "$model" tiny "$model"; done
}

# Turned photos of people nobody trained on, as they were taken.
recover() {
  local model
  pick "$data/faces/pose_pairs/turned" '*.jpg' 18 8
  for model in $models; do recovered "$model" "pose_pairs/$model" --compare "${files[@]}"; done
}

parts "data train evaluate recover" "$@"
