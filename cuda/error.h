#pragma once

#include <stdexcept>
#include <string>

namespace mien::cuda {

/// A call of the CUDA runtime, cuBLAS or cuDNN failed, or an earlier kernel did and this call is
/// where it shows. "cudaMalloc(&block, bytes): out of memory (cuda/memory.cpp:31)".
class CudaError : public std::runtime_error {
 public:
  CudaError(const std::string& call, const std::string& status, const char* file, int line)
      : std::runtime_error(call + ": " + status + " (" + file + ":" + std::to_string(line) + ")") {}
};

/// This machine has no card that this build can compute on; `what()` says why in one line.
class NoCard : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// An op was called on a card for which it has no kernel yet.
class MissingKernel : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace mien::cuda
