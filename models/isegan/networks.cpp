#include "models/isegan/networks.h"

#include "autograd/ops/cast.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/softmax.h"
#include "models/pix2pix_convolution.h"

namespace mien {
namespace {

constexpr Index kFeatureLabels = 8;  // maps that the encoder adds to the labels of SPADE

const DipGan::Options& checked(const DipGan::Options& o) {
  check(o.sketch_channels >= 1 && o.parts >= 1 && o.width >= 1,
        "DipGan: channels, parts and width must be positive, got ", o.sketch_channels, ", ",
        o.parts, " and ", o.width);
  return o;
}

void expect_image(const char* name, const Variable& x, Index size, Index channels) {
  check(x.rank() == 4 && x.shape() == Shape{x.dim(0), size, size, channels}, "DipGan: ", name,
        " must be [N, ", size, ", ", size, ", ", channels, "], got ", x.shape());
}

}  // namespace

DipGan::DipGan(const Options& o) : options_(checked(o)), levels_(unet_levels("DipGan", o.size)) {
  add_encoders();
  add_decoder();
}

Index DipGan::skip_channels(int level) const {
  return (options_.fusion == Fusion::bottleneck ? 2 : 1) * channels(level);
}

void DipGan::add_encoders() {
  const bool whole = options_.fusion == Fusion::bottleneck;
  const auto stage = [&](const std::string& name, int k, Index in) {
    // The features of a skip are those of the map as it is.
    const auto rectifier = k > 1 ? UNetDown::Rectifier::before : UNetDown::Rectifier::none;
    return &add<UNetDown>(name, {.in_channels = in,
                                 .out_channels = channels(k),
                                 .rectifier = rectifier,
                                 .norm = norm_if(k > 1 && k < levels_, NormKind::instance)});
  };
  face_.push_back(stage("en1_face", 1, options_.sketch_channels));
  parsing_.push_back(stage("en1_parsing", 1, options_.parts));
  for (int k = 2; k <= levels_; ++k) {
    const Index in = (k == 2 && !whole ? 2 : 1) * channels(k - 1);
    face_.push_back(stage(text("en", k, whole ? "_face" : ""), k, in));
    if (whole) parsing_.push_back(stage(text("en", k, "_parsing"), k, in));
  }
}

void DipGan::add_decoder() {
  const bool spade = options_.norm != DipNorm::instance;
  for (int k = levels_; k >= 2; --k) {
    const Index skip = skip_channels(k), in = (k == levels_ ? 0 : channels(k)) + skip;
    const std::string name = text("de", k);
    Stage stage{};
    stage.up = &add<UNetUp>(name, {.in_channels = in,
                                   .out_channels = channels(k - 1),
                                   .norm = norm_if(!spade, NormKind::instance)});
    const bool features = options_.norm == DipNorm::spade_and_features && k < levels_;
    if (spade) {
      stage.spade = &add<Spade>(
          name + "_spade", pix2pix_convolution<Spade>(
                               {.channels = channels(k - 1),
                                .label_channels = options_.parts + (features ? kFeatureLabels : 0),
                                .hidden = options_.spade_hidden,
                                .shortcut = options_.shortcut}));
    }
    if (features) {
      stage.features = &add<ConvTranspose2d>(
          name + "_labels", halving_or_doubling<ConvTranspose2d>(skip, kFeatureLabels));
    }
    stage.dropout =
        &add<Dropout>(name + "_dropout", {.probability = k > levels_ - 3 ? options_.dropout : 0});
    stages_.push_back(stage);
  }
  const auto last = [&](const std::string& name, Index out) {
    return &add<UNetUp>(
        name, {.in_channels = 2 * channels(1), .out_channels = out, .norm = NormKind::none});
  };
  to_parsing_ = last("de1_parsing", options_.parts);
  to_photo_ = last("de1_photo", 3);
}

Variable DipGan::decode(const Stage& stage, const std::vector<Variable>& maps,
                        const Variable& parsing) const {
  Variable y = (*stage.up)(maps);
  if (stage.spade) {
    Variable labels = parsing;
    if (stage.features) {
      const Variable features = (*stage.features)(maps.back());
      labels = concat({every_nth_pixel(parsing, y.dim(1), y.dim(2)), features}, 3);
    }
    y = (*stage.spade)(y, labels);
  }
  return (*stage.dropout)(y);
}

PhotoAndParsing DipGan::operator()(const Variable& sketch, const Variable& parsing) {
  expect_image("sketch", sketch, options_.size, options_.sketch_channels);
  expect_image("parsing", parsing, options_.size, options_.parts);
  const bool whole = options_.fusion == Fusion::bottleneck;
  const Variable labels = autocast(parsing);
  const Variable first_face = (*face_[0])(autocast(sketch)), first_parsing = (*parsing_[0])(labels);

  std::vector<Variable> skips;  // of levels 2 to L
  std::vector<Variable> f{first_face};
  if (!whole) f.push_back(first_parsing);
  Variable p = first_parsing;
  for (std::size_t k = 1; k < face_.size(); ++k) {
    f = {(*face_[k])(f)};
    if (whole) p = (*parsing_[k])(p);
    skips.push_back(whole ? concat({f[0], p}, 3) : f[0]);
  }

  std::vector<Variable> maps;
  for (const Stage& stage : stages_) {
    maps.push_back(std::move(skips.back()));
    skips.pop_back();
    maps = {decode(stage, maps, labels)};
  }
  const Variable logits = (*to_parsing_)({maps.front(), first_parsing});
  const Variable photo = (*to_photo_)({maps.front(), first_face});
  return {softmax(cast(logits, parsing.dtype())), tanh(cast(photo, sketch.dtype()))};
}

SeGan::SeGan(const Options& o)
    : TwoEncoderUNet({.size = o.size,
                      .face_channels = o.sketch_channels + 3,
                      .parsing_channels = o.enhanced_parsing ? 2 * o.parts : o.parts,
                      .width = o.width}),
      enhanced_parsing_(o.enhanced_parsing) {}

Variable SeGan::operator()(const Variable& sketch, const Variable& parsing,
                           const PhotoAndParsing& y) {
  const Variable face = concat({sketch, y.photo.detach()}, 3);
  if (!enhanced_parsing_) return TwoEncoderUNet::operator()(face, parsing);
  return TwoEncoderUNet::operator()(face, concat({parsing, y.parsing.detach()}, 3));
}

}  // namespace mien
