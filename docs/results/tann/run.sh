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

data=${MIEN_DATA:?names no folder with faces}
out=${OUT:-out/tann}
bin=${BIN:-build/release/bin}
threads=${THREADS:-$(nproc)}
mkdir -p "$out/results"

make_data() {
  [ -d "$out/people" ] || "${PYTHON:-python3}" docs/results/tann/people.py "$data/faces" "$out/people"
  [ -e "$out/faces/manifest.json" ] || "$bin/mien-dataset" import --threads "$threads" \
    --images "$out/people" --layout identities --size 128 --out "$out/faces"
  [ -e "$out/tiny/manifest.json" ] || "$bin/mien-dataset" tiny --threads "$threads" \
    --faces "$out/faces" --outside replicate --seed 1 --out "$out/tiny"
}

train() {
  if [ -e "$out/run/last.safetensors" ]; then
    "$bin/mien-train" --resume --out "$out/run" --steps "${STEPS:-4252}" --threads "$threads"
    return
  fi
  "$bin/mien-train" tann --data "$out/tiny" --out "$out/run" --threads "$threads" \
    --batch 8 --steps "${STEPS:-4252}" --validate-every 200 --checkpoint-every 200 \
    --seed 1 --set width_divisor=8 --set objective=tun_dn \
    --set optimizer.learning_rate="${RATE:-3e-4}"
}

evaluate() {
  "$bin/mien-evaluate" --model "$out/run/last.safetensors" --data "$out/tiny" \
    --threads "$threads" --json "$out/results/tann.json" --grid "$out/results/tann.png"
}

# Turned photos of people nobody trained on, as they were taken.
recover() {
  mapfile -t files < <(find "$data/faces/pose_pairs/turned" -name '*.jpg' | LC_ALL=C sort |
    awk 'NR % 18 == 1' | head -8)
  "$bin/mien-recover" --model "$out/run/last.safetensors" --threads "$threads" --compare \
    --out "$out/results/pose_pairs/tann" "${files[@]}"
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
