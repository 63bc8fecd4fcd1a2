#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>

#include "autograd/engine.h"
#include "autograd/ops/avg_pool2d.h"
#include "autograd/ops/batch_norm.h"
#include "autograd/ops/grid_sample.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/sampling_grid.h"
#include "autograd/ops/upsample.h"
#include "tensor/safetensors.h"

using namespace mien;

// Results and gradients must be PyTorch's: see make_spatial_fixtures.py.
namespace {

using Variables = std::vector<Variable>;

const std::map<std::string, Tensor>& fixture() {
  static const auto tensors =
      read_safetensors(MIEN_SOURCE_DIR "/tests/fixtures/spatial.safetensors").tensors;
  return tensors;
}

// In units of the tolerance: 1e-5 + 1.3e-6 |expected| in float, 1e-10 in double.
void expect_equal(const Tensor& got, const std::string& name) {
  const Tensor& expected = fixture().at(name);
  BOOST_TEST_REQUIRE(got.shape() == expected.shape());
  const bool wide = got.dtype() == DType::float64;
  const Tensor values = got.to(DType::float64);
  double worst = 0;
  for (Index i = 0; i < got.numel(); ++i) {
    const double e = expected.data<double>()[i];
    const double allowed = wide ? 1e-10 : 1e-5 + 1.3e-6 * std::abs(e);
    worst = std::max(worst, std::abs(values.data<double>()[i] - e) / allowed);
  }
  BOOST_TEST(worst <= 1, name << " in " << got.dtype() << ": " << worst << " times the tolerance");
}

Tensor stored(const std::string& name, DType dtype) { return fixture().at(name).clone().to(dtype); }

void compare(const std::string& name, const std::function<Variable(const Variables&)>& op) {
  for (const DType dtype : {DType::float32, DType::float64}) {
    Variables leaves;
    for (int k = 0; fixture().contains(text(name, "/", k)); ++k) {
      leaves.push_back(parameter(stored(text(name, "/", k), dtype)));
    }
    const Variable y = op(leaves);
    expect_equal(y.value(), name + "/y");
    const Variables d = gradients({y}, leaves, {Variable(stored(name + "/dy", dtype))});
    for (std::size_t k = 0; k < d.size(); ++k) expect_equal(d[k].value(), text(name, "/d", k));
  }
}

void compare_batch_norm(const std::string& name) {
  compare(name, [=](const Variables& in) {
    Tensor mean = stored(name + "/running_mean", in[0].dtype());
    Tensor variance = stored(name + "/running_variance", in[0].dtype());
    const Variable y = batch_norm(in[0], in[1], in[2], mean, variance);
    expect_equal(mean, name + "/new_mean");
    expect_equal(variance, name + "/new_variance");
    return y;
  });
  compare(name + "_evaluation", [=](const Variables& in) {
    Tensor mean = stored(name + "/new_mean", in[0].dtype());
    Tensor variance = stored(name + "/new_variance", in[0].dtype());
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
