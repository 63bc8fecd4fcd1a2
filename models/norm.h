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
  };

  Norm add_norm(const std::string& name, Index channels, NormKind kind);
};

}  // namespace mien
