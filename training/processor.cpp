// Compiled for the baseline processor: see Note [Processor check]. Nothing but plain C in here, as
// a library template could be shared with files that are compiled for the newer one.
#include "training/processor.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

namespace mien {

bool processor_has(const char* name) {
#ifdef __x86_64__
  __builtin_cpu_init();
#define MIEN_ASK(set) \
  if (strcmp(name, set) == 0) return __builtin_cpu_supports(set) != 0
  MIEN_ASK("sse4.2");
  MIEN_ASK("popcnt");
  MIEN_ASK("avx");
  MIEN_ASK("avx2");
  MIEN_ASK("fma");
  MIEN_ASK("bmi");
  MIEN_ASK("bmi2");
  MIEN_ASK("avx512f");
  MIEN_ASK("avx512cd");
  MIEN_ASK("avx512bw");
  MIEN_ASK("avx512dq");
  MIEN_ASK("avx512vl");
  MIEN_ASK("avx512vbmi");
  MIEN_ASK("avx512vnni");
  MIEN_ASK("avx512vpopcntdq");
#undef MIEN_ASK
#endif
  (void)name;
  return false;
}

const char* missing_instruction(const char* const* names) {
  for (; *names; ++names) {
    if (!processor_has(*names)) return *names;
  }
  return nullptr;
}

void check_processor() {
  const char* missing = missing_instruction(kBuildInstructions);
  if (!missing) return;
  fprintf(stderr,
          "error: this build needs %s, which this processor lacks: build here, or elsewhere with "
          "-DMIEN_ARCH=x86-64-v3 (or x86-64)\n",
          missing);
  _exit(1);
}

}  // namespace mien
