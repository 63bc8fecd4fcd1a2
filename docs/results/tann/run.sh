#!/usr/bin/env bash
# The recorded run of TANN: real faces, several photos of each person; see README.md.
#   MIEN_DATA=DIR bash docs/results/tann/run.sh [data] [train] [evaluate] [recover]
# All four parts unless named. The run goes on where it stopped, so STEPS may grow.
#   MIEN_DATA   holds faces/celeba_aligned, faces/celeba_identity, faces/pose_pairs
#   OUT         where data sets, the run and results go       (out/tann)
#   STEPS       of the run                                    (4252)
#   RATE        learning rate of Adam                         (3e-4)
#   PYTHON      with Pillow, for people.py                    (python3)
#   THREADS     of each program                               (all cores)
set -euo pipefail
cd "$(dirname "$0")/../../.."
name=tann
source docs/results/experiment.sh

data() {
  [ -d "$out/people" ] || "${PYTHON:-python3}" docs/results/tann/people.py "$data/faces" "$out/people"
  made faces import --images "$out/people" --layout identities --size 128
  made tiny tiny --faces "$out/faces" --outside replicate --seed 1
}

train() {
  trained run "${STEPS:-4252}" tann --data "$out/tiny" --batch 8 --validate-every 200 \
    --checkpoint-every 200 --set width_divisor=8 --set objective=tun_dn \
    --set optimizer.learning_rate="${RATE:-3e-4}"
}

evaluate() { evaluated run tiny tann; }

# Turned photos of people nobody trained on, as they were taken.
recover() {
  pick "$data/faces/pose_pairs/turned" '*.jpg' 18 8
  recovered run pose_pairs/tann --compare "${files[@]}"
}

parts "data train evaluate recover" "$@"
