#!/usr/bin/env bash
# Installs what is missing, builds everything and runs every test. The last line is the totals.
#   bash tests/run.sh [--preset NAME] [CTEST_ARGUMENT...]     release unless named otherwise
set -euo pipefail
cd "$(dirname "$0")/.."

preset=release
if [ "${1:-}" = --preset ]; then
  preset=$2
  shift 2
fi

bash cmake/install.sh
cmake --preset "$preset"
cmake --build --preset "$preset" -j "$(nproc)"

report=$PWD/build/$preset/tests.xml
status=0
ctest --preset "$preset" -j "$(nproc)" --no-tests=error --output-junit "$report" "$@" || status=$?

count() { grep -c "status=\"$1\"" "$report" || true; }
skipped=$(count notrun)
failed=$(count fail)
passed=$(count run)
if [ "$skipped" -gt 0 ]; then
  echo "Skipped (tests, reason):"
  grep -o 'precondition failed: .*' "$report" | sort | uniq -c
fi
echo "$passed passed, $failed failed, $skipped skipped"
exit "$status"
