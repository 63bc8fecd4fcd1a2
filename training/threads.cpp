#include "training/threads.h"

#include <omp.h>
#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "cpu/context.h"
#include "tensor/check.h"

namespace mien {

void use_threads(int count) {
  check(count >= 1, "threads: expected at least 1, got ", count);
  cpu::set_threads(count);
  omp_set_dynamic(0);
  omp_set_num_threads(count);
#pragma omp parallel num_threads(count)
  flush_denormals();  // the pool keeps its threads, and they keep the mode
}

void flush_denormals() {
#ifdef __SSE2__
  constexpr unsigned kFlushToZero = 1u << 15, kDenormalsAreZero = 1u << 6;
  _mm_setcsr(_mm_getcsr() | kFlushToZero | kDenormalsAreZero);
#endif
}

}  // namespace mien
