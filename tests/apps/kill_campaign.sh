#!/usr/bin/env bash
# Kills a training run with SIGKILL again and again, at seeded random moments: while it starts,
# trains, rotates its checkpoints, and starts again with --resume. In the end the weights must be,
# byte for byte, those of a run that nobody disturbed.
#   bash tests/apps/kill_campaign.sh [KILLS [SEED [FOLDER_OF_PROGRAMS]]]
set -euo pipefail
kills=${1:-50}
RANDOM=${2:-1}
here=$(cd "$(dirname "$0")/../.." && pwd)
bin=${3:-$here/build/release/bin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

steps=$((kills > 20 ? 60 : 12))
"$bin/mien-dataset" faces --count 12 --per-identity 2 --size 64 --seed 3 --out "$work/faces" \
  >/dev/null 2>&1
"$bin/mien-dataset" portraits --faces "$work/faces" --seed 3 --out "$work/data" >/dev/null 2>&1
train() {  # becomes the program, so that its process is the one to kill
  exec "$bin/mien-train" fdnn --data "$work/data" --out "$work/$1" --size 64 \
    --set width_divisor=16 --batch 2 --steps "$steps" --validate-every 7 \
    --checkpoint-every 1 --seed 5 "${@:2}"
}
now() { date +%s%N; }
# The undisturbed run tells how long a run takes.
began=$(now)
(train whole >/dev/null 2>&1)
whole=$((($(now) - began) / 1000))  # microseconds

killed=0 fresh=0 finished=0
began=$(now)
while [ "$killed" -lt "$kills" ]; do
  if [ -e "$work/run/last.safetensors" ]; then
    "$bin/mien-train" --resume --out "$work/run" >"$work/said" 2>&1 &
  else
    fresh=$((fresh + 1))
    mkdir -p "$work/run"
    train run --resume >"$work/said" 2>&1 &
  fi
  run=$!
  # A third of the kills aim at the start, the others at any moment of a fifth of the run.
  longest=$((RANDOM % 3 == 0 ? whole / 40 : whole / 5))
  wait_for=$((longest * RANDOM / 32768))
  sleep "$((wait_for / 1000000)).$(printf %06d $((wait_for % 1000000)))"
  kill -9 "$run" 2>/dev/null || true
  code=0
  wait "$run" 2>/dev/null || code=$?
  case $code in
    137) killed=$((killed + 1)) ;;
    0) # it had ended by itself: begin anew
      finished=$((finished + 1))
      cmp "$work/whole/last.safetensors" "$work/run/last.safetensors"
      cmp "$work/whole/weights.safetensors" "$work/run/weights.safetensors"
      rm -rf "$work/run" ;;
    *)
      cat "$work/said" >&2
      echo "kill campaign: after $killed kills the run failed by itself, exit code $code" >&2
      exit 1 ;;
  esac
done
"$bin/mien-train" --resume --out "$work/run" >"$work/said" 2>&1
cmp "$work/whole/last.safetensors" "$work/run/last.safetensors"
cmp "$work/whole/weights.safetensors" "$work/run/weights.safetensors"
echo "killed $killed times ($fresh starts without a checkpoint, $finished runs ended in between);" \
  "weights bit-equal to the undisturbed run's ($((($(now) - began) / 1000000000)) s)"
