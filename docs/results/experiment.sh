# What the scripts of recorded runs share; run.sh sources it from the repository's root, after it has
# set `name`, which names its folder.
#   data      MIEN_DATA, the folder with real data
#   out       OUT, where data sets, runs and results go: out/NAME without it
#   bin       BIN, the programs: build/release/bin without it
#   threads   THREADS, of each program: one per core without it
#   seed      SEED, of weights, order and augmentation: 1 without it
#   computed  COMPUTED, options that say where networks compute: "--device cuda --precision tf32"

data=${MIEN_DATA:?names no folder of real data; see README.md}
out=${OUT:-out/$name}
bin=${BIN:-build/release/bin}
threads=${THREADS:-$(nproc)}
seed=${SEED:-1}
read -ra computed <<< "${COMPUTED:-}"
mkdir -p "$out/results"

# Options of `evaluated` for all metrics that weights are at hand for; --eyes is still to be said.
measures=(--fsim --lpips "$data/weights/lpips_squeeze_and_lins.safetensors"
  --identity "$data/weights/mobilefacenet_foamliu.safetensors")

# made SET COMMAND ...: makes the data set `SET` by mien-dataset COMMAND, unless it is there.
made() {
  local set=$out/$1
  shift
  [ -e "$set/manifest.json" ] || "$bin/mien-dataset" "$@" --threads "$threads" --out "$set"
}

# trained RUN STEPS SYSTEM ...: trains a system, or goes on where its run stopped.
trained() {
  local run=$out/$1 steps=$2
  shift 2
  if [ -e "$run/last.safetensors" ]; then
    "$bin/mien-train" --resume --out "$run" --steps "$steps" --threads "$threads" "${computed[@]}"
  else
    "$bin/mien-train" "$@" --out "$run" --steps "$steps" --threads "$threads" --seed "$seed" \
      "${computed[@]}"
  fi
}

# evaluated RUN SET RESULT ...: measures a run on test people, to results/RESULT.json and .png.
evaluated() {
  local run=$1 set=$2 result=$out/results/$3
  shift 3
  "$bin/mien-evaluate" --model "$out/$run/last.safetensors" --data "$out/$set" \
    --threads "$threads" "${computed[@]}" --json "$result.json" --grid "$result.png" "$@"
}

# recovered RUN FOLDER ...: recovers the files at the end, to results/FOLDER.
recovered() {
  local run=$1 folder=$2
  shift 2
  "$bin/mien-recover" --model "$out/$run/last.safetensors" --threads "$threads" \
    "${computed[@]}" --out "$out/results/$folder" "$@"
}

# pick FOLDER PATTERN EVERY COUNT: some files of a folder, evenly, into `files`.
pick() {
  mapfile -t files < <(find "$1" -name "$2" | LC_ALL=C sort | awk -v n="$3" 'NR % n == 1' | head -"$4")
}

# parts "PART ..." ["$@"]: calls the function PART for each of the named parts, or for all of them.
parts() {
  local known=" $1 " part
  # shellcheck disable=SC2086  # a list
  [ $# -gt 1 ] || set -- "$1" $1
  # shellcheck disable=SC2048,SC2068  # an argument may be a list, too
  for part in ${@:2}; do
    case $known in
      *" $part "*) "$part" ;;
      *) echo "error: expected one of $1, got $part" >&2 && exit 2 ;;
    esac
  done
}
