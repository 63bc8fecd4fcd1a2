#include "models/scagan/networks.h"

#include "autograd/ops/cast.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/slice.h"
#include "models/unet/levels.h"

namespace mien {

TwoEncoderUNet::TwoEncoderUNet(const Options& o) : options_(o) {
  const int levels = unet_levels("TwoEncoderUNet", o.size);
  check(o.face_channels >= 1 && o.parsing_channels >= 1 && o.out_channels >= 1 && o.width >= 1,
        "TwoEncoderUNet: channels and width must be positive");
  const auto channels = [&](int level) { return unet_channels(o.width, level); };
  const auto encoder = [&](const std::string& name, Index in, std::vector<UNetDown*>& stages) {
    for (int k = 1; k <= levels; ++k) {
      stages.push_back(
          &add<UNetDown>(text(name, ".e", k), {.in_channels = k == 1 ? in : channels(k - 1),
                                               .out_channels = channels(k),
                                               .rectifier = UNetDown::behind_if(k < levels),
                                               .norm = norm_if(k > 1 && k < levels)}));
    }
  };
  encoder("face", o.face_channels, face_);
  encoder("parsing", o.parsing_channels, parsing_);
  for (int k = levels; k >= 1; --k) {
    up_.push_back(
        &add<UNetUp>(text("d", k), {.in_channels = (k == levels ? 2 : 3) * channels(k),
                                    .out_channels = k == 1 ? o.out_channels : channels(k - 1),
                                    .norm = norm_if(k > 1)}));
  }
}

Variable TwoEncoderUNet::operator()(const Variable& face, const Variable& parsing) {
  const auto expect = [&](const char* name, const Variable& x, Index channels) {
    check(x.rank() == 4 && x.shape() == Shape{x.dim(0), options_.size, options_.size, channels},
          "TwoEncoderUNet ", path(), ": ", name, " must be [N, ", options_.size, ", ",
          options_.size, ", ", channels, "], got ", x.shape());
  };
  expect("face", face, options_.face_channels);
  expect("parsing", parsing, options_.parsing_channels);
  std::vector<Variable> of_face, of_parsing;
  for (std::size_t k = 0; k < face_.size(); ++k) {
    of_face.push_back((*face_[k])(k == 0 ? autocast(face) : of_face.back()));
    of_parsing.push_back((*parsing_[k])(k == 0 ? autocast(parsing) : of_parsing.back()));
  }
  std::vector<Variable> maps;
  for (UNetUp* up : up_) {
    for (auto* skips : {&of_face, &of_parsing}) {
      maps.push_back(std::move(skips->back()));
      skips->pop_back();
    }
    maps = {(*up)(std::move(maps))};
  }
  return tanh(cast(maps.front(), face.dtype()));
}

}  // namespace mien
