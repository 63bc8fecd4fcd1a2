#pragma once

#include "layers/batch_norm2d.h"
#include "layers/instance_norm2d.h"

namespace mien {

/// How the networks of the pix2pix family normalise their maps.
enum class NormKind {
  none,
  batch,     ///< batch norm by the batch's own statistics, always; weights start normal (1, 0.02)
  instance,  ///< each image by its own statistics, neither scaled nor shifted
};

/// `kind` where a stage has a norm, else none.
inline NormKind norm_if(bool condition, NormKind kind = NormKind::batch) {
  return condition ? kind : NormKind::none;
}

/// The slope for a convolution in front of such a norm, where a leaky ReLU follows.
inline double slope_if_alone(NormKind kind, double slope) {
  return kind == NormKind::none ? slope : 1;
}

/// A module with norms whose kind is an option.
class NormedModule : public Module {
 protected:
  /// A norm that belongs to the module, or nothing.
  class Norm {
   public:
    Variable operator()(Variable x) const;

    /// The norm of what a convolution gives.
    template <class Convolution, class Maps>
    Variable behind(const Convolution& layer, Maps&& x) const {
      if (batch_) return batch_->behind(layer, std::forward<Maps>(x));
      return (*this)(layer(std::forward<Maps>(x)));
    }

   private:
    friend class NormedModule;
    BatchNorm2d* batch_ = nullptr;
    InstanceNorm2d* instance_ = nullptr;
    double slope_ = 1;  // behind instance norm
  };

  /// `slope` is that of a leaky ReLU behind the norm; 1 is none. Where there is no norm the
  /// convolution rectifies: slope_if_alone.
  Norm add_norm(const std::string& name, Index channels, NormKind kind, double slope = 1);
};

}  // namespace mien
