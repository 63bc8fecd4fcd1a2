#!/usr/bin/env bash
# The recorded experiment: GFRNet on degraded photographs of real people, guided by a frontal one
# of the same person; see README.md.
#   MIEN_DATA=DIR bash docs/results/gfrnet_wild/run.sh [data] [train] [evaluate]
# All three parts unless named. Runs go on where they stopped, so STEPS may grow.
#   MIEN_DATA   holds faces/celeba_wild256 and weights
#   OUT         where data sets, runs and results go   (out/gfrnet_wild)
#   STEPS       of each run                            (3000, or 4000 for all but full and no_guide)
#   VARIANTS    what to train                          (full no_guide paper_weights wide wide_no_guide
#                                                       pixels pixels_no_guide)
#   THREADS     of each program                        (all cores)
set -euo pipefail
cd "$(dirname "$0")/../../.."
name=gfrnet_wild
source docs/results/experiment.sh

variants=${VARIANTS:-full no_guide paper_weights wide wide_no_guide pixels pixels_no_guide}

data() {
  made wild import --images "$data/faces/celeba_wild256/images" --layout celeba \
    --crop 32,32,192,192 --size 192
  made found landmarks --data "$out/wild" --weights "$data/weights/pfld68_cunjian.safetensors"
  made small resize --data "$out/found" --size 64
  made faces guides --data "$out/small"
  made photos degrade --faces "$out/faces" --seed 1
}

# At a weight of 1 and 0.5 the discriminators of so small a system drown the pixels: paper_weights.
settings() {
  local wide="--set width_divisor=4 --set degrade=true --set optimizer.learning_rate=1e-3"
  wide+=" --set optimizer.learning_rate_epochs=4"
  local weak="--set loss.global=0.02 --set loss.local=0.01"
  case $1 in
    full | no_guide)
      echo "--set variant=$1 --set width_divisor=8 $weak --set optimizer.learning_rate=2e-3" \
        "--set optimizer.learning_rate_epochs=3"
      ;;
    paper_weights) echo "--set variant=full --set width_divisor=8" ;;
    wide) echo "--set variant=full $wide $weak" ;;
    wide_no_guide) echo "--set variant=no_guide $wide $weak" ;;
    pixels) echo "--set variant=full $wide --set loss.global=0 --set loss.local=0" ;;
    pixels_no_guide) echo "--set variant=no_guide $wide --set loss.global=0 --set loss.local=0" ;;
    *) echo "error: no settings for $1" >&2 && exit 2 ;;
  esac
}

steps() {
  case $1 in
    full | no_guide) echo "${STEPS:-3000}" ;;
    *) echo "${STEPS:-4000}" ;;
  esac
}

train() {
  local variant how
  for variant in $variants; do
    how=$(settings "$variant")
    # shellcheck disable=SC2086  # several words
    trained "$variant" "$(steps "$variant")" gfrnet --data "$out/photos" --size 64 --batch 4 \
      --validate-every 500 --checkpoint-every 250 $how
  done
}

evaluate() {
  local variant
  for variant in $variants; do evaluated "$variant" photos "$variant" --by-style; done
}

parts "data train evaluate" "$@"
