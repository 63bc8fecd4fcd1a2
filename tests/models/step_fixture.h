#pragma once

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/upsample.h"
#include "models/recovery/recovery_recipe.h"
#include "tensor/safetensors.h"

namespace mien {

inline double norm(const Tensor& x) {
  double squares = 0;
  for (const double v : x.to(DType::float64).span<double>()) squares += v * v;
  return std::sqrt(squares);
}

inline double distance(const Tensor& a, const Tensor& b) {
  return norm((Variable(a.to(DType::float64)) - Variable(b.to(DType::float64))).value());
}

inline std::vector<Variable> variables(const Module& module) {
  std::vector<Variable> all;
  for (const auto& entry : module.parameters()) all.push_back(entry.variable);
  return all;
}

/// Training steps of a system as PyTorch takes them: a file that make_ifrp_fixture.py or one like
/// it wrote.
class StepFixture {
 public:
  explicit StepFixture(const std::string& path) : file_(read_safetensors(path)) {}

  const SafetensorsFile& file() const { return file_; }
  const Tensor& at(const std::string& name) const { return file_.tensors.at(name); }
  double expected(const std::string& name, Index step) const {
    return at("step/" + name).data<double>()[step];
  }

  /// Pictures of the batch, which are stored at half their size.
  Tensor images(const std::string& name, DType dtype) const {
    return upsample_nearest(Variable(at(name).to(dtype)) / 128.0 - 1.0, 2).value();
  }

  /// The losses among the report's entries; in float, large ones relative to themselves.
  void expect_losses(const StepReport& report, Index step, DType dtype, double tolerance) const {
    double worst = 0;
    for (const auto& [name, value] : report) {
      if (name == "learning_rate") continue;
      const double e = expected(name, step);
      const double scale = dtype == DType::float64 ? 1 : std::max(1.0, std::abs(e));
      const double error = std::abs(value - e) / scale;
      worst = std::max(worst, error);
      BOOST_TEST(error <= tolerance, name << " of step " << step << " is off by " << error);
    }
    BOOST_TEST_MESSAGE("step " << step << ": losses are off by up to " << worst);
  }

  /// Norms of differences against each gradient's own norm, but at least a thousandth of the
  /// largest: the gradient of a bias before batch norm is nothing but rounding.
  void expect_gradients(Module& module, const std::vector<Variable>& gradients,
                        double tolerance) const {
    double largest = 0;
    for (const auto& entry : module.parameters()) {
      largest = std::max(largest, norm(at("gradient/" + entry.name)));
    }
    std::map<std::string, FileLayout> layouts;
    for (const auto& entry : module.state()) layouts[entry.name] = entry.layout;
    double worst = 0;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      const std::string name = module.parameters()[i].name;
      const Tensor& wanted = at("gradient/" + name);
      const double scale = std::max(norm(wanted), 1e-3 * largest);
      const double error = distance(layouts[name].to_file(gradients[i].value()), wanted) / scale;
      worst = std::max(worst, error);
      BOOST_TEST(error <= tolerance, "gradient of " << name << " is off by " << error);
    }
    BOOST_TEST_MESSAGE(module.path() << ": gradients are off by up to " << worst);
  }

  /// How far each parameter is from where it started.
  void expect_moves(Recipe& now, Recipe& fresh, double tolerance) const {
    for (std::size_t k = 0; k < now.networks().size(); ++k) {
      const auto moved = now.networks()[k].module->parameters();
      const auto before = fresh.networks()[k].module->parameters();
      for (std::size_t i = 0; i < moved.size(); ++i) {
        const double move = distance(moved[i].variable.value(), before[i].variable.value());
        const double wanted = at("moved/" + moved[i].name).item();
        BOOST_TEST(std::abs(move - wanted) <= tolerance, moved[i].name << " moved by " << move);
      }
    }
  }

 private:
  SafetensorsFile file_;
};

}  // namespace mien
