#pragma once

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "autograd/engine.h"
#include "tensor/safetensors.h"

/// A file of results and gradients that PyTorch computed in double; the layout is described in
/// tests/fixtures/make_op_fixtures.py.
class OpFixture {
 public:
  using Variables = std::vector<mien::Variable>;
  using Op = std::function<mien::Variable(const Variables&)>;
  using Table = std::vector<std::pair<std::string, Op>>;

  /// `file` is a path below tests/fixtures.
  explicit OpFixture(const std::string& file)
      : tensors_(mien::read_safetensors(MIEN_SOURCE_DIR "/tests/fixtures/" + file).tensors) {}

  /// Expects result and gradients of each op, in float and in double, and that file and table list
  /// the same cases.
  void compare(const Table& table) const {
    std::set<std::string> listed;
    for (const auto& [name, op] : table) {
      listed.insert(name);
      if (tensors_.contains(name + "/y")) compare(name, op);
    }
    BOOST_TEST(cases() == listed, boost::test_tools::per_element());
  }

  /// One case.
  void compare(const std::string& name, const Op& op) const {
    for (const mien::DType dtype : {mien::DType::float32, mien::DType::float64}) {
      Variables leaves;
      for (int k = 0; tensors_.contains(mien::text(name, "/", k)); ++k) {
        leaves.push_back(mien::parameter(stored(mien::text(name, "/", k), dtype)));
      }
      const mien::Variable y = op(leaves);
      expect_equal(y.value(), name + "/y");
      const mien::Variable dy(stored(name + "/dy", dtype));
      const Variables d = gradients({y}, leaves, {dy});
      for (std::size_t k = 0; k < d.size(); ++k) {
        expect_equal(d[k].value(), mien::text(name, "/d", k));
      }
    }
  }

  /// A copy of a stored tensor.
  mien::Tensor stored(const std::string& name, mien::DType dtype) const {
    return tensors_.at(name).clone().to(dtype);
  }

  /// Expects |got - expected| <= 1e-5 + 1.3e-6 |expected| in float, 1e-10 in double.
  void expect_equal(const mien::Tensor& got, const std::string& name) const {
    const mien::Tensor& expected = tensors_.at(name);
    BOOST_TEST_REQUIRE(got.shape() == expected.shape());
    const bool wide = got.dtype() == mien::DType::float64;
    const mien::Tensor values = got.to(mien::DType::float64);
    double worst = 0;  // in units of what is allowed
    for (mien::Index i = 0; i < got.numel(); ++i) {
      const double e = expected.data<double>()[i];
      const double allowed = wide ? 1e-10 : 1e-5 + 1.3e-6 * std::abs(e);
      worst = std::max(worst, std::abs(values.data<double>()[i] - e) / allowed);
    }
    BOOST_TEST(worst <= 1,
               name << " in " << got.dtype() << ": " << worst << " times the tolerance");
  }

 private:
  std::set<std::string> cases() const {
    std::set<std::string> names;
    for (const auto& [name, tensor] : tensors_) names.insert(name.substr(0, name.find('/')));
    return names;
  }

  std::map<std::string, mien::Tensor> tensors_;
};
