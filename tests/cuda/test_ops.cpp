// Every op, layer and loss with a gradient case, on the card and on the CPU: values, gradients and
// their gradients.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>

#include "autograd/cases/cases.h"
#include "autograd/engine.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/sum.h"
#include "layers/cases.h"
#include "losses/cases/cases.h"
#include "tests/cuda/card.h"

using namespace mien;

namespace {

Variable weight_like(const Variable& y, std::uint64_t step) {
  const Tensor weight = random_normal(y.shape(), Random(5, "weight", step), 0, 1, DType::float64);
  return Variable(weight.to(y.device()));
}

// The value, the gradients of a weighted sum of it, and those of a weighted sum of these.
std::vector<Variable> results(const GradientCase& entry, Device device) {
  const LeafDevice guard(device);
  const GradientProblem problem = entry.make(Random(1, entry.name));
  const Variable y = problem.function();
  std::vector<Variable> all =
      gradients({sum(y * weight_like(y, 0))}, problem.leaves, {}, {.create_graph = true});
  Variable total;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Variable part = sum(all[i] * weight_like(all[i], i + 1));
    total = total.defined() ? total + part : part;
  }
  if (total.defined() && total.requires_grad()) {
    for (const Variable& second : gradients({total}, problem.leaves)) all.push_back(second);
  }
  all.push_back(y);
  return all;
}

void compare(const GradientCase& entry) {
  const std::vector<Variable> card = results(entry, kCard), host = results(entry, kCpu);
  BOOST_REQUIRE(card.size() == host.size());
  for (std::size_t i = 0; i < card.size(); ++i) {
    BOOST_TEST(card[i].device() == kCard);
    const Tensor got = card[i].value().to(kCpu);
    const auto a = got.span<double>(), b = host[i].value().span<double>();
    BOOST_REQUIRE(a.size() == b.size());
    for (std::size_t k = 0; k < a.size(); ++k) {
      BOOST_TEST(
          std::abs(a[k] - b[k]) <= 1e-11 * (1 + std::abs(b[k])),
          entry.name << ", result " << i << ", element " << k << ": " << a[k] << " and " << b[k]);
    }
  }
}

// Compares the cases; returns how many names they have.
std::size_t agreeing(const std::vector<GradientCase>& cases) {
  std::set<std::string> names;
  for (const GradientCase& entry : cases) {
    names.insert(entry.name);
    BOOST_TEST_CONTEXT(entry.name) { BOOST_CHECK_NO_THROW(compare(entry)); }
  }
  return names.size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ops_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(all_agree_with_the_host) { BOOST_TEST(agreeing(op_gradient_cases()) > 50u); }
BOOST_AUTO_TEST_CASE(so_do_layers) { BOOST_TEST(agreeing(layer_gradient_cases()) > 10u); }
BOOST_AUTO_TEST_CASE(so_do_losses) { BOOST_TEST(agreeing(loss_gradient_cases()) > 8u); }

BOOST_AUTO_TEST_SUITE_END()
