#include "cuda/cudnn_descriptor.h"

namespace mien::cuda {
namespace {

template <class T>
void set_attribute(const CudnnDescriptor& descriptor, cudnnBackendAttributeName_t name,
                   cudnnBackendAttributeType_t type, std::span<const T> values) {
  MIEN_CUDA_CHECK(cudnnBackendSetAttribute(
      descriptor.get(), name, type, static_cast<std::int64_t>(values.size()), values.data()));
}

template <class T>
void set_one(const CudnnDescriptor& descriptor, cudnnBackendAttributeName_t name,
             cudnnBackendAttributeType_t type, T value) {
  set_attribute(descriptor, name, type, std::span<const T>(&value, 1));
}

}  // namespace

CudnnDescriptor::CudnnDescriptor(cudnnBackendDescriptorType_t type) {
  cudnnBackendDescriptor_t made;
  MIEN_CUDA_CHECK(cudnnBackendCreateDescriptor(type, &made));
  handle_.reset(made);
}

CudnnDescriptor& CudnnDescriptor::set(cudnnBackendAttributeName_t name, Index value) {
  set_one(*this, name, CUDNN_TYPE_INT64, value);
  return *this;
}

CudnnDescriptor& CudnnDescriptor::set(cudnnBackendAttributeName_t name,
                                      std::span<const Index> values) {
  set_attribute(*this, name, CUDNN_TYPE_INT64, values);
  return *this;
}

CudnnDescriptor& CudnnDescriptor::set(cudnnBackendAttributeName_t name,
                                      std::span<void* const> values) {
  set_attribute(*this, name, CUDNN_TYPE_VOID_PTR, values);
  return *this;
}

CudnnDescriptor& CudnnDescriptor::set(cudnnBackendAttributeName_t name, float value) {
  set_one(*this, name, CUDNN_TYPE_FLOAT, value);
  return *this;
}

CudnnDescriptor& CudnnDescriptor::set(cudnnBackendAttributeName_t name, cudnnDataType_t value) {
  set_one(*this, name, CUDNN_TYPE_DATA_TYPE, value);
  return *this;
}

CudnnDescriptor& CudnnDescriptor::set(cudnnBackendAttributeName_t name,
                                      cudnnConvolutionMode_t value) {
  set_one(*this, name, CUDNN_TYPE_CONVOLUTION_MODE, value);
  return *this;
}

CudnnDescriptor& CudnnDescriptor::set(cudnnBackendAttributeName_t name,
                                      cudnnBackendHeurMode_t value) {
  set_one(*this, name, CUDNN_TYPE_HEUR_MODE, value);
  return *this;
}

CudnnDescriptor& CudnnDescriptor::set(cudnnBackendAttributeName_t name, cudnnHandle_t value) {
  set_one(*this, name, CUDNN_TYPE_HANDLE, value);
  return *this;
}

CudnnDescriptor& CudnnDescriptor::set(cudnnBackendAttributeName_t name,
                                      const CudnnDescriptor& value) {
  set_one(*this, name, CUDNN_TYPE_BACKEND_DESCRIPTOR, value.get());
  return *this;
}

CudnnDescriptor& CudnnDescriptor::finalize() {
  MIEN_CUDA_CHECK(cudnnBackendFinalize(get()));
  return *this;
}

bool CudnnDescriptor::is_supported() { return cudnnBackendFinalize(get()) == CUDNN_STATUS_SUCCESS; }

Index CudnnDescriptor::integer(cudnnBackendAttributeName_t name) const {
  std::int64_t value = 0, count = 0;
  MIEN_CUDA_CHECK(cudnnBackendGetAttribute(get(), name, CUDNN_TYPE_INT64, 1, &count, &value));
  return value;
}

std::vector<CudnnDescriptor> CudnnDescriptor::descriptors(cudnnBackendAttributeName_t name,
                                                          cudnnBackendDescriptorType_t type,
                                                          Index most) const {
  std::vector<CudnnDescriptor> all;
  std::vector<cudnnBackendDescriptor_t> raw;
  for (Index i = 0; i < most; ++i) {
    all.emplace_back(type);
    raw.push_back(all.back().get());
  }
  std::int64_t count = 0;
  MIEN_CUDA_CHECK(cudnnBackendGetAttribute(get(), name, CUDNN_TYPE_BACKEND_DESCRIPTOR, most, &count,
                                           raw.data()));
  all.erase(all.begin() + std::min(count, most), all.end());
  return all;
}

std::vector<cudnnBackendNumericalNote_t> CudnnDescriptor::notes() const {
  std::vector<cudnnBackendNumericalNote_t> all(CUDNN_NUMERICAL_NOTE_TYPE_COUNT);
  std::int64_t count = 0;
  MIEN_CUDA_CHECK(
      cudnnBackendGetAttribute(get(), CUDNN_ATTR_ENGINE_NUMERICAL_NOTE, CUDNN_TYPE_NUMERICAL_NOTE,
                               static_cast<std::int64_t>(all.size()), &count, all.data()));
  all.resize(static_cast<std::size_t>(count));
  return all;
}

}  // namespace mien::cuda
