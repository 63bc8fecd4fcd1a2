# For scripts that compute on a CUDA card: sourced at the root of the tree. They know
#   MIEN_BIN      a folder of programs built elsewhere; in its lib/ what this machine lacks for them
#   MIEN_PYTHON   an interpreter: its nvidia-* packages, if it has any, hold cuBLAS and cuDNN; python3

MIEN_PYTHON=${MIEN_PYTHON:-python3}

# The folders of those packages, ".../site-packages/nvidia", one a line.
python_cuda() {
  "$MIEN_PYTHON" -c '
import pathlib, sys
for folder in dict.fromkeys(pathlib.Path(p or ".") / "nvidia" for p in sys.path):
    if folder.is_dir():
        print(folder)
' 2>/dev/null || true
}

# find_programs TARGET...: builds those targets unless MIEN_BIN says where programs are, and lets
# them find the libraries of CUDA.
find_programs() {
  if [ -z "${MIEN_BIN:-}" ]; then
    cmake --preset cuda -DMIEN_CUDA_HINTS="$(python_cuda | paste -sd ';')" > /dev/null
    cmake --build --preset cuda -j "$(nproc)" --target "$@"
    MIEN_BIN=build/cuda/bin
  fi
  MIEN_BIN=$(cd "$MIEN_BIN" && pwd)
  local folders=$MIEN_BIN/lib folder
  while read -r folder; do
    folders+=$(printf ':%s' "$folder"/*/lib)
  done < <(python_cuda)
  export MIEN_BIN LD_LIBRARY_PATH=$folders${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
}

# "h100_80gb_hbm3": the first card's name, for names of files.
card_name() {
  local name
  name=$(nvidia-smi --query-gpu=name --format=csv,noheader 2> /dev/null | head -n 1)
  name=$(tr '[:upper:]' '[:lower:]' <<< "${name:-card}" | tr -cs 'a-z0-9\n' _)
  echo "${name#nvidia_}"
}
