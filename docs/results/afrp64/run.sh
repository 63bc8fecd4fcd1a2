#!/usr/bin/env bash
# The recorded run of AFRP: real faces, procedural portraits, attributes; see README.md.
#   MIEN_DATA=DIR bash docs/results/afrp64/run.sh [data] [train] [evaluate] [recover]
# All four parts unless named. The run goes on where it stopped, so STEPS may grow.
#   MIEN_DATA   holds faces/celeba_aligned and faces/paintings
#   OUT         where data sets, the run and results go       (out/afrp64)
#   STEPS       of the run                                    (4464)
#   BATCH       of each step                                  (16)
#   SETTINGS    of AFRP, KEY=VALUE with spaces                (width_divisor=4 objective=frn_dn)
#   FACES       photos to take                                (3000)
#   THREADS     of each program                               (all cores)
#   COUNT       test portraits in seen and unseen styles each (1000)
set -euo pipefail
cd "$(dirname "$0")/../../.."
name=afrp64
source docs/results/experiment.sh

data() {
  made faces import --images "$data/faces/celeba_aligned/images" --layout celeba \
    --crop 0,10,89,89 --size 64 --without Blurry,Eyeglasses,Wearing_Hat --limit "${FACES:-3000}"
  made portraits portraits --faces "$out/faces" --seed 1
}

train() {
  local setting settings=()
  for setting in ${SETTINGS:-width_divisor=4 objective=frn_dn}; do settings+=(--set "$setting"); done
  trained run "${STEPS:-4464}" afrp --data "$out/portraits" --size 64 --batch "${BATCH:-16}" \
    --validate-every 100 --checkpoint-every 100 "${settings[@]}"
}

# What the attributes are worth: a face's own, those of the average face, none, the opposite. And
# edits of the average face, one attribute in each column.
evaluate() {
  local told
  for told in own average none opposite; do
    evaluated run portraits "$told" --count "${COUNT:-1000}" --set told="$told"
  done
  "$bin/mien-evaluate" --model "$out/run/last.safetensors" --data "$out/portraits" \
    --threads "$threads" --count 8 --edits "$out/results/edits.png" --attribute Smiling=1 \
    --attribute Male=1 --attribute Young=0 --attribute Blond_Hair=1 --attribute Black_Hair=1 \
    --attribute Pale_Skin=1 --attribute Heavy_Makeup=1
}

# Painted heads, which the network was not trained on, with and without edits.
recover() {
  pick "$data/faces/paintings" '[0-9]*.jpg' 30 6
  recovered run paintings --edits "$out/results/paintings.png" --attribute Smiling=1 \
    --attribute Male=1 --attribute Young=0 --attribute Blond_Hair=1 "${files[@]}"
}

parts "data train evaluate recover" "$@"
