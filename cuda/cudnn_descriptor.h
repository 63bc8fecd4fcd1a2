#pragma once

#include <memory>
#include <span>
#include <vector>

#include "cuda/libraries.h"
#include "tensor/check.h"

// For the sources of cuda/ alone: it shows the types of CUDA's libraries.

namespace mien::cuda {

/// A descriptor of cuDNN's backend interface: filled with attributes, then finalised.
class CudnnDescriptor {
 public:
  explicit CudnnDescriptor(cudnnBackendDescriptorType_t type);

  cudnnBackendDescriptor_t get() const { return handle_.get(); }

  /// Each throws CudaError where cuDNN does not take the value.
  CudnnDescriptor& set(cudnnBackendAttributeName_t name, Index value);
  CudnnDescriptor& set(cudnnBackendAttributeName_t name, std::span<const Index> values);
  CudnnDescriptor& set(cudnnBackendAttributeName_t name, std::span<void* const> values);
  CudnnDescriptor& set(cudnnBackendAttributeName_t name, float value);
  CudnnDescriptor& set(cudnnBackendAttributeName_t name, cudnnDataType_t value);
  CudnnDescriptor& set(cudnnBackendAttributeName_t name, cudnnConvolutionMode_t value);
  CudnnDescriptor& set(cudnnBackendAttributeName_t name, cudnnBackendHeurMode_t value);
  CudnnDescriptor& set(cudnnBackendAttributeName_t name, cudnnHandle_t value);
  CudnnDescriptor& set(cudnnBackendAttributeName_t name, const CudnnDescriptor& value);

  /// Throws CudaError for what cuDNN does not support.
  CudnnDescriptor& finalize();
  /// The same, but says so instead of throwing.
  bool is_supported();

  Index integer(cudnnBackendAttributeName_t name) const;
  /// Lets cuDNN write into descriptors of `type`; as many as it has, up to `most`.
  std::vector<CudnnDescriptor> descriptors(cudnnBackendAttributeName_t name,
                                           cudnnBackendDescriptorType_t type, Index most) const;
  /// The numerical notes of an engine.
  std::vector<cudnnBackendNumericalNote_t> notes() const;

 private:
  struct Destroy {
    void operator()(cudnnBackendDescriptor_t handle) const noexcept {
      cudnnBackendDestroyDescriptor(handle);
    }
  };
  std::unique_ptr<void, Destroy> handle_;
};

}  // namespace mien::cuda
