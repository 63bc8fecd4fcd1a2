#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "autograd/engine.h"
#include "autograd/nonfinite.h"
#include "autograd/ops/arithmetic.h"
#include "cpu/context.h"
#include "optim/clip_gradients.h"
#include "tensor/safetensors.h"
#include "tests/optim/weights.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(clip_gradients_op)

// |(3, 4)| = 5.
BOOST_AUTO_TEST_CASE(scales_to_the_joint_norm) {
  std::vector<Variable> g = {gradient(3)[0], gradient(4)[0]};
  BOOST_TEST(clip_gradients(g, 10) == 5);
  BOOST_TEST(g[0].item() == 3);
  BOOST_TEST(clip_gradients(g, 2.5) == 5);
  BOOST_TEST(g[0].item() == 1.5, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(g[1].item() == 2, boost::test_tools::tolerance(1e-6));
}

BOOST_AUTO_TEST_CASE(agrees_with_pytorch) {
  const auto fixture =
      read_safetensors(MIEN_SOURCE_DIR "/tests/fixtures/optimizers.safetensors").tensors;
  std::vector<Variable> g;
  for (const char* name : {"gradient/a", "gradient/b"})
    g.emplace_back(fixture.at(name).slice(0, 1));
  const double norm = clip_gradients(g, 1);
  BOOST_TEST(norm == fixture.at("clip/norm").item(), boost::test_tools::tolerance(1e-14));
  const Tensor& expected = fixture.at("clip/b");
  for (Index i = 0; i < expected.numel(); ++i) {
    BOOST_TEST(g[1].value().data<double>()[i] == expected.data<double>()[i],
               boost::test_tools::tolerance(1e-14));
  }
}

BOOST_AUTO_TEST_CASE(of_what_backward_added_up) {
  const Variable w = scalar(3), unused = scalar(1);
  backward(w * w);
  const Variable shared = w.grad();
  BOOST_TEST(clip_gradients({{"w", w}, {"unused", unused}}, 3) == 6);
  BOOST_TEST(w.grad().item() == 3, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(shared.item() == 6, "others that hold the gradient keep it");
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  const int threads = cpu::context().threads;
  std::vector<Variable> expected = some_gradients(1);
  const double norm = clip_gradients(expected, 1);
  for (int n : {1, 2, 3}) {
    cpu::set_threads(n);
    std::vector<Variable> g = some_gradients(1);
    BOOST_TEST(clip_gradients(g, 1) == norm);
    BOOST_TEST(same_bits(g[0].value(), expected[0].value()));
  }
  cpu::set_threads(threads);
}

BOOST_AUTO_TEST_CASE(a_norm_that_is_not_finite_is_an_error) {
  std::vector<Variable> g = gradient(std::numeric_limits<double>::quiet_NaN());
  BOOST_CHECK_THROW(clip_gradients(g, 1), NonFiniteError);
  BOOST_CHECK_THROW(clip_gradients(g, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
