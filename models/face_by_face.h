#pragma once

#include "autograd/variable.h"
#include "models/repeated_work.h"

namespace mien {

/// Recovery of the faces of a batch one by one, for networks that normalise by what they are given:
/// a face must not depend on the others of its batch. Recorded and replayed where the device can.
class FaceByFace {
 public:
  /// Makes the face, a batch of one, of such a batch of input and fields.
  using Work = std::function<Variable(const TrainingBatch& batch)>;

  /// `work` is done on `device`. Returns the faces where the input is.
  Tensor run(const Tensor& input, const SampleFields& fields, Device device, const Work& work);

 private:
  RepeatedWork work_;
  Tensor face_;
};

}  // namespace mien
