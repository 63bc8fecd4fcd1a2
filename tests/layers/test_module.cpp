#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/sum.h"
#include "layers/batch_norm2d.h"
#include "layers/conv2d.h"
#include "layers/dropout.h"
#include "layers/linear.h"
#include "layers/sequential.h"
#include "tensor/random.h"

using namespace mien;

namespace {

class Pair : public Module {
 public:
  Conv2d& conv = add<Conv2d>("conv", {.in_channels = 3, .out_channels = 4, .kernel = 3});
  BatchNorm2d& norm = add<BatchNorm2d>("norm", {.channels = 4});
};

std::vector<std::string> names(const std::vector<StateEntry>& state) {
  std::vector<std::string> all;
  for (const auto& entry : state) all.push_back(entry.name);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(module)

BOOST_AUTO_TEST_CASE(names_follow_the_tree) {
  Pair pair;
  pair.set_path("srn");
  const std::vector<std::string> expected = {"srn.conv.weight",       "srn.conv.bias",
                                             "srn.norm.weight",       "srn.norm.bias",
                                             "srn.norm.running_mean", "srn.norm.running_var"};
  BOOST_TEST(names(pair.state()) == expected, boost::test_tools::per_element());
  BOOST_TEST(pair.parameters().size() == 4u);
  BOOST_TEST(pair.buffers().size() == 2u);
  BOOST_TEST(pair.buffers()[1].shares_storage_with(pair.state()[5].tensor));
  BOOST_TEST(pair.parameter_count() == 3 * 3 * 3 * 4 + 4 + 8);
}

BOOST_AUTO_TEST_CASE(a_parameter_starts_from_seed_and_path_alone) {
  Pair a, b;
  Sequential other;
  other.layer<Conv2d>("first", {.in_channels = 1, .out_channels = 1})
      .layer<Conv2d>("conv", {.in_channels = 3, .out_channels = 4, .kernel = 3});
  a.initialize(5);
  b.initialize(6);
  other.initialize(5);
  const auto value = [](const NamedParameter& p) { return p.variable.value().data<float>()[7]; };
  BOOST_TEST(value(a.parameters()[0]) != value(b.parameters()[0]));
  BOOST_TEST(value(a.parameters()[0]) == value(other.parameters()[2]));
}

BOOST_AUTO_TEST_CASE(frozen_modules_record_nothing) {
  Linear layer({.in_features = 2, .out_features = 2});
  layer.initialize(1);
  layer.set_requires_grad(false);
  BOOST_TEST(!layer(Variable(zeros({1, 2}))).requires_grad());
  layer.set_requires_grad(true);
  BOOST_TEST(layer(Variable(zeros({1, 2}))).requires_grad());
}

BOOST_AUTO_TEST_CASE(modes_and_types_reach_the_children) {
  Pair pair;
  pair.eval();
  BOOST_TEST(!pair.norm.is_training());
  pair.to(DType::float64);
  BOOST_TEST((pair.state().back().tensor.dtype() == DType::float64));
}

BOOST_AUTO_TEST_CASE(dropout_draws_by_step_and_use) {
  Dropout layer({.probability = 0.5});
  const Variable x(full({1000}, 1));
  const auto kept = [&](std::uint64_t step) {
    const RandomStep scope(1, step);
    return sum(layer(x)).item();
  };
  BOOST_TEST(kept(1) == kept(1));
  BOOST_TEST(kept(1) != kept(2));
  BOOST_TEST(std::abs(kept(3) - 1000) < 150);
  layer.eval();
  BOOST_TEST(sum(layer(x)).item() == 1000);
}

BOOST_AUTO_TEST_CASE(a_convolution_reads_maps_side_by_side) {
  const Variable a(random_normal({1, 4, 5, 2}, Random(1, "a")));
  const Variable b(random_normal({1, 4, 5, 1}, Random(1, "b")));
  for (Index upsample : {1, 2}) {
    Conv2d layer({.in_channels = 3, .out_channels = 2, .kernel = 3, .upsample = upsample});
    layer.initialize(1);
    const Tensor found = layer({a, b}).value(), expected = layer(concat({a, b}, 3)).value();
    BOOST_TEST(found.span<float>() == expected.span<float>(), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_CASE(wrong_input_names_layer_and_shapes) {
  Pair pair;
  pair.set_path("srn");
  BOOST_CHECK_EXCEPTION(
      pair.conv(Variable(zeros({1, 8, 8, 2}))), std::invalid_argument, [](const auto& e) {
        return std::string(e.what()) == "Conv2d srn.conv: x must be [N, H, W, 3], got [1, 8, 8, 2]";
      });
  const Variable two(zeros({1, 8, 8, 2}));
  BOOST_CHECK_EXCEPTION(pair.conv({two, two}), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()) == "Conv2d srn.conv: x must be [N, H, W, 3], got [1, 8, 8, 4]";
  });
  BOOST_CHECK_THROW(Conv2d({.in_channels = 0, .out_channels = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(Dropout({.probability = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(Linear({.in_features = 8, .out_features = 1, .from_image = {2, 2, 3}}),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
