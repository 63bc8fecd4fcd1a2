#include "cuda/elementwise.h"

#include <boost/test/unit_test.hpp>
#include <cstring>

#include "autograd/map.h"
#include "cuda/error.h"
#include "tensor/random.h"
#include "tests/cuda/card.h"

using namespace mien;

namespace {

struct Unknown {
  template <class T>
  T operator()(T x) const {
    return x;
  }
};

void expect_same(const Tensor& card, const Tensor& host) {
  const Tensor copy = card.to(kCpu);
  BOOST_TEST(card.device() == kCard);
  BOOST_TEST(copy.shape() == host.shape());
  BOOST_TEST(std::memcmp(copy.raw(), host.raw(), host.bytes()) == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(elementwise_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(inputs_are_broadcast_as_on_the_host) {
  const Shape shapes[][3] = {{{2, 3, 5, 4}, {4}, {2, 1, 1, 4}}, {{7}, {}, {7}},
                             {{3, 1}, {1, 5}, {3, 5}},          {{2, 1, 3, 1}, {1, 4, 1, 5}, {}},
                             {{6, 5}, {6, 5}, {6, 1}},          {{0, 3}, {3}, {}}};
  for (const auto& [a, b, c] : shapes) {
    const Tensor mask = random_uniform(a, Random(1, "mask")).to(DType::int32).to(DType::float32);
    const Tensor x = random_normal(b, Random(1, "x")), y = random_normal(c, Random(1, "y"));
    expect_same(map("where", functors::Where{}, mask.to(kCard), x.to(kCard), y.to(kCard)),
                map("where", functors::Where{}, mask, x, y));
  }
}

BOOST_AUTO_TEST_CASE(in_place_and_in_double) {
  const Tensor x = random_normal({40, 3}, Random(1, "x"), 0, 1, DType::float64);
  const Tensor shift = random_normal({3}, Random(1, "shift"), 0, 1, DType::float64);
  Tensor y = x.to(kCard);
  cuda::elementwise<double>(cuda::context(0), functors::WeightedSum{0.5, 2}, y, y, shift.to(kCard));
  expect_same(y, map("blend", functors::WeightedSum{0.5, 2}, x, shift));
}

BOOST_AUTO_TEST_CASE(two_devices_do_not_mix) {
  BOOST_CHECK_EXCEPTION(
      map("add", functors::Add{}, zeros({2}), zeros({2}).to(kCard)), std::invalid_argument,
      [](const auto& e) { return e.what() == std::string("add: devices differ, cpu and cuda:0"); });
}

BOOST_AUTO_TEST_CASE(what_has_no_kernel_says_so) {
  BOOST_CHECK_EXCEPTION(
      map("unknown", Unknown{}, zeros({2}).to(kCard)), cuda::MissingKernel, [](const auto& e) {
        const std::string what = e.what();
        return what.find("Unknown: there is no CUDA kernel yet, called on cuda:0") != what.npos;
      });
}

BOOST_AUTO_TEST_SUITE_END()
