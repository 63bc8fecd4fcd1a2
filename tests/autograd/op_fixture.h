#pragma once

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>

#include "autograd/engine.h"
#include "tensor/safetensors.h"

/// Ops as PyTorch computes them, recorded by tests/fixtures/record.py: inputs, an upstream
/// gradient, result and gradients of each case, in double.
class OpFixture {
 public:
  using Variables = std::vector<mien::Variable>;

  /// Reads tests/fixtures/FILE. `float_bound` is what float may differ by beside 1.3e-6 of a value.
  explicit OpFixture(const std::string& file, double float_bound = 1e-5)
      : tensors_(mien::read_safetensors(MIEN_SOURCE_DIR "/tests/fixtures/" + file).tensors),
        float_bound_(float_bound) {}

  mien::Tensor stored(const std::string& name, mien::DType dtype) const {
    return tensors_.at(name).clone().to(dtype);
  }

  /// Double must agree to 1e-10.
  void expect_equal(const mien::Tensor& got, const std::string& name) const {
    using namespace mien;
    const Tensor& expected = tensors_.at(name);
    BOOST_TEST_REQUIRE(got.shape() == expected.shape());
    const bool wide = got.dtype() == DType::float64;
    const Tensor values = got.to(DType::float64);
    double worst = 0;
    for (Index i = 0; i < got.numel(); ++i) {
      const double e = expected.data<double>()[i];
      const double allowed = wide ? 1e-10 : float_bound_ + 1.3e-6 * std::abs(e);
      worst = std::max(worst, std::abs(values.data<double>()[i] - e) / allowed);
    }
    BOOST_TEST(worst <= 1,
               name << " in " << got.dtype() << ": " << worst << " times the tolerance");
  }

  /// Compares the result of `op` and the gradients of all its inputs, in float and double.
  void compare(const std::string& name,
               const std::function<mien::Variable(const Variables&)>& op) const {
    using namespace mien;
    for (const DType dtype : {DType::float32, DType::float64}) {
      Variables leaves;
      for (int k = 0; tensors_.contains(text(name, "/", k)); ++k) {
        leaves.push_back(parameter(stored(text(name, "/", k), dtype)));
      }
      const Variable y = op(leaves);
      expect_equal(y.value(), name + "/y");
      const Variables d = gradients({y}, leaves, {Variable(stored(name + "/dy", dtype))});
      for (std::size_t k = 0; k < d.size(); ++k) expect_equal(d[k].value(), text(name, "/d", k));
    }
  }

 private:
  std::map<std::string, mien::Tensor> tensors_;
  double float_bound_;
};
