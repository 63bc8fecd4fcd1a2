#!/usr/bin/env bash
# Runs the tests on a machine with a CUDA card. The last line is the totals. Within ten minutes; needs
# the driver, cuBLAS and cuDNN 9 (those of Python's nvidia-* packages will do), and a compiler with
# CUDA or, in MIEN_BIN, a folder of test_* programs built elsewhere (from a tree at the same path, where
# they look for fixtures).
#   bash tests/run_gpu.sh [--sanitize] [NAME...]     cuda autograd ...: all there are unless named
# --sanitize then runs suites of test_cuda, those of our kernels or the ones named in MIEN_CASES, again
# under compute-sanitizer's memcheck and racecheck, each in a process of its own. They look at our
# kernels alone (racecheck breaks some of cuDNN's even so). Logs: out/tests_gpu, or MIEN_RESULTS.
set -euo pipefail
cd "$(dirname "$0")/.."
. cmake/card.sh

readonly seconds=${MIEN_SECONDS:-560}
readonly cases=${MIEN_CASES:-elementwise_suite kernels_suite ops_suite/all* ops_suite/so_do_layers
  ops_suite/so_do_losses maps_suite/other_ops*}
sanitize=false
if [ "${1:-}" = --sanitize ]; then
  sanitize=true
  shift
fi
names=("$@")
targets=("${names[@]/#/test_}")
[ ${#names[@]} -eq 0 ] || ! $sanitize || targets+=(test_cuda)
find_programs "${targets[@]:-all}"
if [ ${#names[@]} -eq 0 ]; then
  for program in "$MIEN_BIN"/test_*; do
    names+=("${program##*/test_}")
  done
fi
export logs=${MIEN_RESULTS:-out/tests_gpu}
mkdir -p "$logs"
rm -f "$logs"/*.{log,xml,txt,failed}

left() { echo $((seconds > SECONDS ? seconds - SECONDS : 1)); }

run_one() {  # NAME SECONDS
  timeout "$2" "$MIEN_BIN/test_$1" --log_level=test_suite --color_output=no --report_format=XML \
    --report_level=short --report_sink="$logs/$1.xml" > "$logs/$1.log" 2>&1 || true
}
export -f run_one

count() { grep -o "test_cases_$2=\"[0-9]*" "$logs/$1.xml" | head -n 1 | grep -o '[0-9]*$'; }

passed=0 failed=0 skipped=0
report() {  # NAME
  if [ ! -s "$logs/$1.xml" ]; then
    failed=$((failed + 1))
    echo "$1: ended early"
    tail -n 5 "$logs/$1.log"
    return
  fi
  local good=$(($(count "$1" passed) + $(count "$1" passed_with_warnings)))
  local bad=$(($(count "$1" failed) + $(count "$1" timed_out))) left_out
  left_out=$(count "$1" skipped)
  echo "$1: $good passed, $bad failed, $left_out skipped"
  [ "$bad" -eq 0 ] || grep -E 'error: |fatal ' "$logs/$1.log" | head -n 20
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + left_out))
}

# A quarter as many at once as there are cores: each has four threads.
jobs=$((($(nproc) + 3) / 4))
printf '%s\n' "${names[@]}" |
  OMP_NUM_THREADS=${OMP_NUM_THREADS:-4} xargs -P "$jobs" -I{} bash -c "run_one {} $(left)"
for name in "${names[@]}"; do
  report "$name"
done
if grep -l 'needs a CUDA device' "$logs"/*.log > /dev/null; then
  echo "There is no card: what needs one was skipped."
  failed=$((failed + 1))
fi

# check_with TOOL CASE SECONDS: one line of what came out; a file TOOL_CASE.failed if anything is wrong.
check_with() {
  local name=$1_${2//[^a-z_]/_} status=0
  local options=(--tool "$1" --kernel-regex kns=mien --error-exitcode 9 --log-file "$logs/$name.txt")
  [ "$1" != memcheck ] || options+=(--report-api-errors no)
  OMP_NUM_THREADS=1 timeout "$3" "$sanitizer" "${options[@]}" "$MIEN_BIN/test_cuda" \
    --run_test="$2" > "$logs/$name.log" 2>&1 || status=$?
  [ $status -ne 124 ] || echo "$1 $2: not done after $3 s"
  echo "$1 $2: exit status $status; $(grep -h SUMMARY "$logs/$name.txt" || echo 'no summary')"
  [ $status -eq 0 ] || touch "$logs/$name.failed"
}
export -f check_with

if $sanitize; then
  sanitizer=$(command -v compute-sanitizer || echo /usr/local/cuda/bin/compute-sanitizer)
  export sanitizer
  for tool in memcheck racecheck; do
    # shellcheck disable=SC2086  # a list of patterns
    (set -f && printf "$tool %s $(left)\n" $cases)
  done | xargs -P "$(nproc)" -L 1 bash -c 'check_with "$@"' _
  failed=$((failed + $(find "$logs" -name '*.failed' | wc -l)))
fi

if [ "$skipped" -gt 0 ]; then
  echo "Skipped (tests, reason):"
  grep -ho 'precondition failed: .*' "$logs"/*.log | sort | uniq -c
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
