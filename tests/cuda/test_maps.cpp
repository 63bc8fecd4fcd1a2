// Maps that a card stores in bfloat16: every op that takes them, against the host's in double of
// the same rounded inputs.
#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/batch_norm.h"
#include "autograd/ops/cast.h"
#include "autograd/ops/concat_relu.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/dropout.h"
#include "autograd/ops/grid_sample.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/pad.h"
#include "autograd/ops/permute.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/relu_conv_transpose2d.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/sum.h"
#include "autograd/ops/upsample.h"
#include "autograd/ops/upsample_conv2d.h"
#include "layers/dropout.h"
#include "layers/instance_norm2d.h"
#include "layers/linear.h"
#include "layers/prelu.h"
#include "layers/spade.h"
#include "layers/spatial_attention.h"
#include "layers/spatial_transformer.h"
#include "tensor/random.h"
#include "tests/cuda/accuracy.h"
#include "tests/cuda/card.h"

using namespace mien;

namespace {

using Variables = std::vector<Variable>;

// A function of maps, which are stored in bfloat16, and of parameters, which are not.
struct MapOp {
  const char* name;
  std::vector<Shape> maps, parameters;
  std::function<Variable(const Variables& maps, const Variables& parameters)> function;
  // A rounded result is off by 1/600 in the mean square; next to a kink it may get another slope.
  double bound = 5e-3;
};

Variable normalized(const Variables& x, const Variables& p, BatchNormMode mode, double slope) {
  Tensor mean = zeros({x[0].dim(3)}, p[0].dtype(), x[0].device());
  Tensor variance = full({x[0].dim(3)}, 1, p[0].dtype(), x[0].device());
  return batch_norm(x[0], p[0], p[1], mean, variance,
                    {.mode = mode, .slope = slope, .shift = p[2]});
}

Conv2dOptions strided(Index stride, const Padding& padding) {
  return {.stride = {stride, stride}, .padding = padding};
}

const MapOp kProducts[] = {
    {"conv2d",
     {{2, 9, 11, 16}, {2, 9, 11, 24}},
     {{24, 3, 3, 16}, {24}},
     [](auto& x, auto& p) {
       return conv2d(x[0], p[0], {.bias = p[1], .residual = x[1], .slope = 0.2},
                     strided(1, Padding::all(1)));
     },
     1e-2},
    {"conv2d with a stride",
     {{3, 16, 16, 8}},
     {{12, 4, 4, 8}, {12}},
     [](auto& x, auto& p) { return conv2d(x[0], p[0], p[1], strided(2, Padding::all(1))); }},
    {"conv2d, unevenly padded",
     {{2, 10, 10, 5}},
     {{7, 3, 3, 5}},
     [](auto& x, auto& p) {
       return conv2d(x[0], p[0], strided(2, {0, 1, 0, 1}));
     }},
    {"conv2d to three channels",
     {{2, 12, 12, 16}},
     {{3, 5, 5, 16}, {3}},
     [](auto& x, auto& p) { return conv2d(x[0], p[0], p[1], strided(1, Padding::all(2))); }},
    {"conv2d of parts",
     {{2, 8, 8, 8}, {2, 8, 8, 3}},
     {{8, 3, 3, 11}},
     [](auto& x, auto& p) { return conv2d(x, p[0], {}, strided(1, Padding::all(1))); }},
    {"conv_transpose2d",
     {{2, 6, 6, 16}},
     {{16, 4, 4, 8}, {8}},
     [](auto& x, auto& p) {
       return conv_transpose2d(x[0], p[0], p[1], {.stride = {2, 2}, .padding = Padding::all(1)});
     }},
    {"relu_conv_transpose2d",
     {{2, 6, 6, 8}, {2, 6, 6, 8}},
     {{16, 4, 4, 8}, {8}},
     [](auto& x, auto& p) {
       return relu_conv_transpose2d(x, p[0], {.bias = p[1]},
                                    {.stride = {2, 2}, .padding = Padding::all(1)});
     }},
    {"upsample_conv2d",
     {{2, 20, 20, 8}},
     {{8, 3, 3, 8}, {8}},
     [](auto& x, auto& p) {
       return upsample_conv2d(x[0], p[0], {.bias = p[1]}, 2, Padding::all(1));
     }},
};

const MapOp kOthers[] = {
    {"batch_norm in training",
     {{4, 7, 7, 16}},
     {{16}, {16}, {16}},
     [](auto& x, auto& p) { return normalized(x, p, BatchNormMode::training, 0.2); }},
    {"batch_norm of three channels",
     {{4, 7, 7, 3}},
     {{3}, {3}, {3}},
     [](auto& x, auto& p) { return normalized(x, p, BatchNormMode::batch_statistics, 1); }},
    {"batch_norm in evaluation",
     {{4, 7, 7, 20}},
     {{20}, {20}, {20}},
     [](auto& x, auto& p) { return normalized(x, p, BatchNormMode::evaluation, 0); }},
    {"instance_norm",
     {{3, 9, 5, 12}},
     {{12}, {12}},
     [](auto& x, auto& p) { return instance_norm(x[0], p[0], p[1]); }},
    {"relu and leaky_relu",
     {{2, 5, 7, 8}},
     {},
     [](auto& x, auto&) { return leaky_relu(relu(x[0]) - 0.5, 0.2); }},
    {"arithmetic",
     {{2, 5, 7, 8}, {2, 1, 1, 8}},
     {},
     [](auto& x, auto&) { return x[0] * x[1] + x[0]; },
     8e-3},
    {"max_pool2d", {{2, 8, 8, 16}}, {}, [](auto& x, auto&) { return max_pool2d(x[0]); }},
    {"overlapping max_pool2d",
     {{2, 9, 9, 5}},
     {},
     [](auto& x, auto&) { return max_pool2d(x[0], {.kernel = 3, .stride = 2, .padding = 1}); }},
    {"concat and concat_relu",
     {{2, 4, 4, 8}, {2, 4, 4, 3}},
     {},
     [](auto& x, auto&) {
       return concat({concat_relu(x), x[0]}, 3);
     }},
    {"slice, flip and permute",
     {{2, 4, 6, 8}},
     {},
     [](auto& x, auto&) {
       return permute(flip(slice(x[0], 3, 1, 7), 2), {0, 3, 1, 2});
     }},
    {"pad",
     {{2, 4, 6, 3}},
     {},
     [](auto& x, auto&) {
       return pad(x[0], {1, 2, 0, 3}, PadMode::reflect);
     }},
    {"upsample_nearest",
     {{2, 4, 6, 16}},
     {},
     [](auto& x, auto&) { return upsample_nearest(x[0], 2); }},
    {"upsample_bilinear",
     {{2, 4, 6, 5}},
     {},
     [](auto& x, auto&) {
       return upsample_bilinear(x[0], {9, 7}, false);
     }},
    {"grid_sample",
     {{2, 6, 6, 8}},
     {{2, 3, 4, 2}},
     [](auto& x, auto& p) { return grid_sample(x[0], p[0] * 0.4); }},
    {"sum",
     {{2, 6, 6, 8}},
     {},
     [](auto& x, auto&) {
       return sum(x[0], {1, 2});
     },
     1e-6},
};

const MapOp& named(const std::string& name) {
  for (const auto ops : {std::span<const MapOp>(kProducts), std::span<const MapOp>(kOthers)}) {
    for (const MapOp& op : ops) {
      if (op.name == name) return op;
    }
  }
  throw std::invalid_argument(name);
}

struct Results {
  Tensor y;
  std::vector<Tensor> gradients;
};

// y, and the gradients of all inputs of a weighted sum of it, with maps of one type on a device and
// parameters of the type that goes with it.
Results results(const MapOp& op, Device device, DType maps) {
  const auto draw = [&](const Shape& shape, const std::string& name, DType stored) {
    return random_normal(shape, Random(1, name)).to(stored).to(device);
  };
  Variables x, p;
  const auto rounded = [&](const Shape& shape, const std::string& name) {
    return draw(shape, name, DType::bfloat16).to(maps);
  };
  for (const Shape& shape : op.maps) x.push_back(parameter(rounded(shape, text("map", x.size()))));
  for (const Shape& shape : op.parameters) {
    p.push_back(parameter(draw(shape, text("parameter", p.size()), DType::float32).to(wide(maps))));
  }
  const Variable y = op.function(x, p);
  Variables inputs = x;
  inputs.insert(inputs.end(), p.begin(), p.end());
  const Variable dy(rounded(y.shape(), "dy").to(y.dtype()));
  Results all{y.value().to(kCpu), {}};
  const Variables gradients_of_all = gradients({y}, inputs, {dy});
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    BOOST_TEST(gradients_of_all[i].dtype() == inputs[i].dtype());
    all.gradients.push_back(gradients_of_all[i].value().to(kCpu));
  }
  return all;
}

bool is_zero(const Tensor& x) {
  for (const double value : x.span<double>()) {
    if (value != 0) return false;
  }
  return true;
}

void expect_close(const MapOp& op) {
  const Results card = results(op, kCard, DType::bfloat16);
  const Results exact = results(op, kCpu, DType::float64);
  BOOST_TEST(relative_error(card.y, exact.y) <= op.bound,
             "y is off by " << relative_error(card.y, exact.y));
  for (std::size_t i = 0; i < exact.gradients.size(); ++i) {
    if (is_zero(exact.gradients[i])) {
      BOOST_TEST(is_zero(card.gradients[i].to(DType::float64)));
      continue;
    }
    const double error = relative_error(card.gradients[i], exact.gradients[i]);
    BOOST_TEST(error <= 1.5 * op.bound, "gradient " << i << " is off by " << error);
  }
}

void compare(std::span<const MapOp> ops) {
  for (const MapOp& op : ops) {
    BOOST_TEST_CONTEXT(op.name) { BOOST_CHECK_NO_THROW(expect_close(op)); }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(maps_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(products_round_filters_and_results) {
  for (const bool deterministic : {false, true}) {
    const With bf16({.precision = cuda::Precision::bf16, .deterministic = deterministic});
    compare(kProducts);
  }
}

// Whatever else the card is told: the type of the maps decides.
BOOST_AUTO_TEST_CASE(so_do_they_in_fp32) { compare(kProducts); }

BOOST_AUTO_TEST_CASE(other_ops_round_their_results_alone) { compare(kOthers); }

BOOST_AUTO_TEST_CASE(their_gradients_have_gradients) {
  const auto second = [&](const MapOp& op, Device device, DType maps) {
    const Tensor drawn = random_normal(op.maps[0], Random(1, "x")).to(DType::bfloat16);
    const Variable x = parameter(drawn.to(maps).to(device));
    Variables p;
    for (const Shape& shape : op.parameters) {
      const Tensor weight = random_normal(shape, Random(1, text("p", p.size())));
      p.push_back(parameter(weight.to(wide(maps)).to(device)));
    }
    const Variable y = op.function({x}, p);
    const auto first = gradients({sum(y * y)}, {x}, {}, {.create_graph = true});
    return gradients({sum(first[0] * first[0])}, {p[0]})[0].value().to(kCpu);
  };
  for (const MapOp& op : {named("conv2d with a stride"), named("conv_transpose2d"),
                          named("batch_norm in training")}) {
    const Tensor card = second(op, kCard, DType::bfloat16);
    const double error = relative_error(card, second(op, kCpu, DType::float64));
    BOOST_TEST(card.dtype() == DType::float32);
    BOOST_TEST(error <= 3e-2, op.name << " is off by " << error);
  }
}

BOOST_AUTO_TEST_CASE(layers_hand_on_the_type_that_they_get) {
  SpatialTransformer stn({.in_channels = 8, .size = 8, .channels = {4}});
  Linear linear({.in_features = 12, .out_features = 5});
  PRelu prelu({.channels = 8});
  Spade spade({.channels = 8, .label_channels = 8, .hidden = 4});
  SpatialAttention attention({.channels = 8});
  SpatialDropout dropout({.probability = 0.5});
  InstanceNorm2d norm({.channels = 8});
  Module* const layers[] = {&stn, &linear, &prelu, &spade, &attention, &dropout, &norm};
  for (Module* layer : layers) {
    layer->to(kCard);
    layer->initialize(1);
  }
  const auto drawn = [](const Shape& shape, DType dtype) {
    return Variable(random_normal(shape, Random(1, "x")).to(dtype).to(kCard));
  };
  const RandomStep draws(1, 0);
  for (const DType dtype : {DType::bfloat16, DType::float32}) {
    const Variable x = drawn({2, 8, 8, 8}, dtype);
    for (const Variable& y : {stn(x), linear(drawn({2, 12}, dtype)), prelu(x), spade(x, x),
                              attention(x, x, x), dropout(x), norm(x)}) {
      BOOST_TEST(y.dtype() == dtype);
    }
  }
}

BOOST_AUTO_TEST_CASE(maps_are_narrow_where_a_card_is_told_to) {
  const Variable on_host(full({1, 4, 4, 3}, 0.5)), on_card(on_host.value().to(kCard));
  BOOST_TEST(autocast(on_card).dtype() == DType::float32);
  const With bf16({.precision = cuda::Precision::bf16});
  BOOST_TEST(autocast(on_card).dtype() == DType::bfloat16);
  BOOST_TEST(autocast(on_host).dtype() == DType::float32);
  BOOST_TEST(autocast(cast(on_card, DType::float64)).dtype() == DType::float64);
}

BOOST_AUTO_TEST_CASE(the_host_refuses_them) {
  const Variable x = cast(Variable(full({1, 4, 4, 3}, 0.5)), DType::bfloat16);
  BOOST_CHECK_EXCEPTION(relu(x), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()).find("bfloat16") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
