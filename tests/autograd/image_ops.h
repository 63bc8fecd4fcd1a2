#pragma once

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <functional>
#include <vector>

#include "autograd/engine.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/sum.h"
#include "cpu/context.h"
#include "tensor/random.h"

/// What tests of ops on images share.
namespace mien::testing {

/// The elements of a float tensor.
inline std::vector<float> values(const Variable& x) {
  const auto span = x.value().span<float>();
  return {span.begin(), span.end()};
}

/// Expects the result of `op` and the gradients of all leaves to have the same bits with one, two
/// and three threads.
inline void expect_same_bits(const std::vector<Variable>& leaves,
                             const std::function<Variable()>& op) {
  const auto run = [&] {
    const Variable y = op();
    const Variable weight(random_normal(y.shape(), Random(3, "weight")));
    std::vector<Variable> all = gradients({sum(y * weight)}, leaves);
    all.push_back(y);
    return all;
  };
  const int threads = cpu::context().threads;
  cpu::set_threads(1);
  const std::vector<Variable> expected = run();
  for (const int n : {2, 3}) {
    cpu::set_threads(n);
    const std::vector<Variable> got = run();
    for (std::size_t i = 0; i < got.size(); ++i) {
      const Tensor &a = got[i].value(), &b = expected[i].value();
      BOOST_TEST(std::memcmp(a.raw(), b.raw(), a.bytes()) == 0, n << " threads, result " << i);
    }
  }
  cpu::set_threads(threads);
}

/// Expects std::invalid_argument with exactly this text.
inline void expect_error(const std::function<void()>& f, const std::string& message) {
  BOOST_CHECK_EXCEPTION(f(), std::invalid_argument, [&](const std::invalid_argument& e) {
    BOOST_TEST(std::string(e.what()) == message);
    return true;
  });
}

}  // namespace mien::testing
