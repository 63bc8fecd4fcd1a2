#include "autograd/check_alike.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/batch_norm.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/corners.h"
#include "autograd/ops/matmul.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/slice.h"
#include "tensor/build.h"
#include "tensor/device_runtime.h"
#include "tests/autograd/values.h"

using namespace mien;

namespace {

// A card whose memory is the host's, for a build without one.
struct PretendedCard {
  static constexpr Device device{DeviceType::cuda, 0};

  PretendedCard() {
    set_cuda_runtime([](int) -> DeviceRuntime& { return runtime_of(kCpu); });
  }
  ~PretendedCard() { set_cuda_runtime(nullptr); }
};

// With CUDA in the build the card is a real one.
const auto without_cuda = boost::unit_test::enable_if<!kWithCuda>();

Variable here(const Shape& shape) { return Variable(zeros(shape)); }
Variable there(const Shape& shape) {
  return Variable(zeros(shape, DType::float32, PretendedCard::device));
}

template <class F>
void expect_devices(F&& f, const std::string& op) {
  expect_refused(f, op + ": devices differ, cpu and cuda:0");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(check_alike_suite)

BOOST_AUTO_TEST_CASE(types_are_compared) {
  const Tensor x = zeros({2}), y = zeros({2}, DType::float64);
  expect_refused([&] { check_alike("op", x, y); }, "op: dtypes differ, float32 and float64");
  check_alike("op", x, x);
  check_alike_widened("op", x.to(DType::bfloat16), x);
  expect_refused([&] { check_alike_widened("op", x, x.to(DType::bfloat16)); },
                 "op: dtypes differ, float32 and bfloat16");
}

BOOST_AUTO_TEST_CASE(products_stay_on_one_device, *without_cuda) {
  const PretendedCard card;
  const Variable x = here({1, 4, 4, 2}), weight = here({3, 3, 3, 2}), dy = here({1, 2, 2, 3});
  expect_devices([&] { add(x, there({2})); }, "add");
  expect_devices([&] { matmul(here({2, 3}), there({3, 2})); }, "matmul");
  expect_devices([&] { conv2d(x, there({3, 3, 3, 2})); }, "conv2d");
  expect_devices([&] { conv2d(x, weight, there({3})); }, "conv2d");
  expect_devices(
      [&] {
        conv2d(x, weight, Epilogue{.residual = there({1, 2, 2, 3})}, {});
      },
      "conv2d");
  expect_devices([&] { conv_transpose2d(dy, there({3, 3, 3, 2})); }, "conv_transpose2d");
  expect_devices(
      [&] {
        conv2d_input_gradient(dy, there({3, 3, 3, 2}), x.shape());
      },
      "conv2d_input_gradient");
  expect_devices(
      [&] {
        conv2d_weight_gradient(x, there({1, 2, 2, 3}), weight.shape());
      },
      "conv2d_weight_gradient");
  const std::vector<Variable> parts = {here({1, 4, 4, 1}), here({1, 4, 4, 1})};
  expect_devices([&] { conv2d(parts, there({3, 3, 3, 2})); }, "conv2d");
}

BOOST_AUTO_TEST_CASE(maps_stay_on_one_device, *without_cuda) {
  const PretendedCard card;
  const Variable x = here({1, 4, 4, 2}), channels = here({2});
  Tensor mean = zeros({2}), variance = zeros({2});
  Tensor far = there({2}).value();
  expect_devices([&] { batch_norm(x, there({2}), channels, mean, variance); }, "batch_norm");
  expect_devices([&] { batch_norm(x, channels, channels, far, variance); }, "batch_norm");
  expect_devices([&] { instance_norm(x, channels, there({2})); }, "instance_norm");
  expect_devices([&] { concat({x, there({1, 4, 4, 2})}, -1); }, "concat");

  const Shape points{1, 1, 2, 4};
  const Tensor near = zeros(points, DType::int32);
  const Tensor away = zeros(points, DType::int32, PretendedCard::device);
  expect_devices([&] { gather_corners(x, there(points), near); }, "gather_corners");
  expect_devices([&] { gather_corners(x, here(points), away); }, "gather_corners");
  expect_devices(
      [&] {
        scatter_corners(here({1, 1, 2, 2}), here(points), away, {4, 4});
      },
      "scatter_corners");
  expect_devices([&] { dot_corners(x, there({1, 1, 2, 2}), near); }, "dot_corners");
  expect_devices(
      [&] {
        max_pool2d_gather(x, zeros({1, 2, 2, 2}, DType::int32, PretendedCard::device));
      },
      "max_pool2d_gather");
}

BOOST_AUTO_TEST_SUITE_END()
