#include "autograd/ops/avg_pool2d.h"
#include "autograd/ops/batch_norm.h"
#include "autograd/ops/grid_sample.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/sampling_grid.h"
#include "autograd/ops/upsample.h"
#include "tests/autograd/op_fixtures.h"

using namespace mien;

// Results and gradients must be PyTorch's: see make_spatial_fixtures.py.
namespace {

using Variables = OpFixture::Variables;

const OpFixture& fixture() {
  static const OpFixture file("spatial.safetensors");
  return file;
}

void compare(const std::string& name, const OpFixture::Op& op) { fixture().compare(name, op); }

void compare_batch_norm(const std::string& name) {
  compare(name, [=](const Variables& in) {
    Tensor mean = fixture().stored(name + "/running_mean", in[0].dtype());
    Tensor variance = fixture().stored(name + "/running_variance", in[0].dtype());
    const Variable y = batch_norm(in[0], in[1], in[2], mean, variance);
    fixture().expect_equal(mean, name + "/new_mean");
    fixture().expect_equal(variance, name + "/new_variance");
    return y;
  });
  compare(name + "_evaluation", [=](const Variables& in) {
    Tensor mean = fixture().stored(name + "/new_mean", in[0].dtype());
    Tensor variance = fixture().stored(name + "/new_variance", in[0].dtype());
    return batch_norm(in[0], in[1], in[2], mean, variance, {.mode = BatchNormMode::evaluation});
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spatial_fixtures)

BOOST_AUTO_TEST_CASE(pooling) {
  const std::pair<std::string, Pool2dOptions> geometries[] = {
      {"", {.kernel = 3, .stride = 2, .padding = 1}},
      {"_ceil", {.kernel = 2, .ceil_mode = true}},
      {"_ceil_padded", {.kernel = 3, .stride = 2, .padding = 1, .ceil_mode = true}}};
  for (const auto& [name, geometry] : geometries) {
    Pool2dOptions options = geometry;
    compare("max_pool2d" + name, [&](const Variables& in) { return max_pool2d(in[0], options); });
    compare("avg_pool2d" + name, [&](const Variables& in) { return avg_pool2d(in[0], options); });
    options.count_include_pad = false;
    compare("avg_pool2d_inside" + name,
            [&](const Variables& in) { return avg_pool2d(in[0], options); });
  }
}

BOOST_AUTO_TEST_CASE(upsampling) {
  compare("upsample_nearest", [](const Variables& in) { return upsample_nearest(in[0], 3); });
  compare("upsample_bilinear", [](const Variables& in) {
    return upsample_bilinear(in[0], {11, 13});
  });
  compare("upsample_bilinear_aligned", [](const Variables& in) {
    return upsample_bilinear(in[0], {11, 13}, true);
  });
}

BOOST_AUTO_TEST_CASE(normalization) {
  compare_batch_norm("batch_norm");
  compare_batch_norm("batch_norm_matrix");
  compare("instance_norm", [](const Variables& in) { return instance_norm(in[0]); });
  compare("instance_norm_affine",
          [](const Variables& in) { return instance_norm(in[0], in[1], in[2]); });
}

BOOST_AUTO_TEST_CASE(sampling) {
  compare("grid_sample", [](const Variables& in) { return grid_sample(in[0], in[1]); });
  compare("affine_grid", [](const Variables& in) { return affine_grid(in[0], {5, 4}); });
  compare("similarity_grid", [](const Variables& in) { return similarity_grid(in[0], {5, 4}); });
}

BOOST_AUTO_TEST_SUITE_END()
