#pragma once

#include "layers/module.h"
#include "models/style/pixel_range.h"

namespace mien {

/// A trained network that paints any photo in one style, in one pass.
///
/// Weights are loaded, never drawn: see load_style. The networks halve and double the image twice,
/// so that sizes which are no multiples of 4 are continued by reflection at the bottom and right
/// and cut again afterwards.
class StyleNetwork : public Module {
 public:
  /// Paints each image of a batch on its own.
  ///
  ///   x  [N, H, W, 3] in [-1, 1]      returns the same
  ///
  /// Throws std::invalid_argument for another shape, or sides below `least_side`.
  Variable operator()(const Variable& x) const;

  /// The network's name and its source, for people.
  virtual const char* description() const = 0;
  /// The shortest side an image may have.
  virtual Index least_side() const = 0;

 protected:
  explicit StyleNetwork(const PixelRange& range) : range_(range) {}

  /// Paints images of sides divisible by 4; pixels as the network's range says, before and after.
  virtual Variable paint(const Variable& x) const = 0;
  const PixelRange& range() const { return range_; }

 private:
  PixelRange range_;
};

}  // namespace mien
