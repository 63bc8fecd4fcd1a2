#!/usr/bin/env bash
# The recorded experiment: viewed sketches and photos of CUFS, the systems for sketches beside
# FDNN's plain encoder and decoder; see README.md.
#   MIEN_DATA=DIR bash docs/results/sketches_cufs/run.sh [data] [train] [evaluate]
# All three parts unless named. Runs go on where they stopped, so STEPS may grow.
#   MIEN_DATA   holds faces/cufs and weights
#   OUT         where data sets, runs and results go   (out/sketches_cufs)
#   STEPS       of each run                            (1500)
#   MODELS      what to train       (isegan scagan chan fdnn isegan_vgg scagan_vgg)
#   THREADS     of each program                        (all cores)
set -euo pipefail
cd "$(dirname "$0")/../../.."
name=sketches_cufs
source docs/results/experiment.sh

models=${MODELS:-isegan scagan chan fdnn isegan_vgg scagan_vgg}

data() {
  made pairs import --images "$data/faces/cufs" --layout pairs --pair sketch,photo \
    --crop 0,25,200,200 --size 256
  made parsed parse --data "$out/pairs" \
    --weights "$data/weights/face_parsing_unet19_simonenkel.safetensors"
  made sketches resize --data "$out/parsed" --size 64
}

# What MODEL is trained with, into `settings`. NAME_vgg is NAME with its perceptual term, as far as
# the weights reach.
settings_of() {
  case $1 in
    *_vgg)
      settings_of "${1%_vgg}"
      settings+=(--set loss.vgg_weights="$data/weights/vgg19_to_relu3_4.safetensors"
        --set loss.vgg_last=relu3_4)
      ;;
    isegan | scagan | chan) settings=(--set width_divisor=8 --set optimizer.learning_rate=1e-3) ;;
    fdnn) settings=(--set width_divisor=4) ;;
    *) echo "error: expected isegan, scagan, chan or fdnn, got $1" >&2 && exit 2 ;;
  esac
}

train() {
  local model settings
  for model in $models; do
    settings_of "$model"
    trained "$model" "${STEPS:-1500}" "${model%_vgg}" --data "$out/sketches" --size 64 --batch 4 \
      --validate-every 100 --checkpoint-every 100 --set repaint=0 "${settings[@]}"
  done
}

evaluate() {
  local model
  for model in $models; do
    evaluated "$model" sketches "$model" "${measures[@]}" --eyes 0.375,0.625,0.5 --recognition
  done
}

parts "data train evaluate" "$@"
