#pragma once

namespace mien {

// Note [Processor check]
// A build uses one instruction set (MIEN_ARCH) everywhere. Carried to an older processor, it would
// die of an illegal instruction somewhere. So the first thing a program does, before the
// initialisers of other files, is to compare; `processor.cpp` alone is compiled for every x86-64.

/// The instruction sets this build uses, as names ending with a null: "avx2", "fma" ...
extern const char* const kBuildInstructions[];

/// True if this processor has the instruction set called `name`.
bool processor_has(const char* name);

/// The first of `names` (ending with a null) that this processor lacks, or null.
const char* missing_instruction(const char* const* names);

/// Ends the process with an error line if the processor lacks what the build uses. It runs by
/// itself before all initialisers of a program that calls it anywhere.
[[gnu::constructor(101)]] void check_processor();  // 101: the earliest priority open to programs

}  // namespace mien
