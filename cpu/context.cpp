#include "cpu/context.h"

#include <omp.h>

namespace mien::cpu {

Context& context() {
  static Context instance{omp_get_num_procs()};
  return instance;
}

void set_threads(int threads) {
  check(threads >= 1, "threads: must be at least 1, got ", threads);
  context().threads = threads;
}

}  // namespace mien::cpu
