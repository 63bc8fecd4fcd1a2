#include "models/face_by_face.h"

#include "autograd/grad_mode.h"

namespace mien {
namespace {

TrainingBatch sample(const TrainingBatch& batch, Index n) {
  TrainingBatch one{batch.input.slice(n, n + 1), {}, {}};
  for (const auto& [name, values] : batch.fields) {
    if (values.defined()) one.fields[name] = values.slice(n, n + 1);
  }
  return one;
}

}  // namespace

Tensor FaceByFace::run(const Tensor& input, const SampleFields& fields, Device device,
                       const Work& work) {
  const NoGrad guard;
  const TrainingBatch batch = to({input, {}, fields}, device);
  const Index count = input.dim(0);
  Tensor faces;
  for (Index n = 0; n < count; ++n) {
    work_.run(sample(batch, n), {}, [&](const TrainingBatch& one) { face_ = work(one).value(); });
    if (n == 0) {
      faces = Tensor({count, face_.dim(1), face_.dim(2), face_.dim(3)}, face_.dtype(), device);
    }
    faces.slice(n, n + 1).copy_from(face_);
  }
  if (device == kCpu) face_ = {};  // a recording will write to it again
  return faces.to(input.device());
}

}  // namespace mien
