#pragma once

namespace mien {

/// Computes with `count` threads from now on, and flushes denormals in each of them and in the
/// caller. Results do not depend on the count. Throws std::invalid_argument below 1.
void use_threads(int count);

/// Makes this thread take and give zero for numbers too small for a normalised float. They cost a
/// hundred times an ordinary one and carry nothing; a thread has to ask for itself. Does nothing on
/// processors other than x86.
void flush_denormals();

}  // namespace mien
