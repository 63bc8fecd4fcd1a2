#pragma once

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "autograd/ops/arithmetic.h"
#include "layers/state_file.h"
#include "models/training_step.h"

namespace mien {

inline double norm(const Tensor& x) {
  double squares = 0;
  for (const double v : x.to(DType::float64).span<double>()) squares += v * v;
  return std::sqrt(squares);
}

inline double distance(const Tensor& a, const Tensor& b) {
  return norm((Variable(a.to(DType::float64)) - Variable(b.to(DType::float64))).value());
}

/// Some steps of training that PyTorch recorded: see tests/fixtures/reference_run.py.
class ReferenceRun {
 public:
  explicit ReferenceRun(const std::string& name)
      : file_(read_safetensors(MIEN_SOURCE_DIR "/tests/fixtures/" + name)) {}

  const SafetensorsFile& file() const { return file_; }
  const Tensor& operator[](const std::string& name) const { return file_.tensors.at(name); }

  /// The network with the weights of the start, in double.
  void start(Module& module) const {
    load_state(module, file_, {.prefix = {}, .allow_extra = true});
    module.to(DType::float64);
  }

  /// "batch/NAME" of the file, bytes, as `dtype`: byte * scale + offset.
  Variable images(const std::string& name, double scale, double offset = 0,
                  DType dtype = DType::float64) const {
    return Variable((*this)["batch/" + name].to(dtype)) * scale + offset;
  }

  double expected(const std::string& name, Index step) const {
    return (*this)["step/" + name].data<double>()[step];
  }
  void expect_loss(const std::string& name, double value, Index step,
                   double tolerance = 1e-8) const {
    const double wanted = expected(name, step);
    BOOST_TEST(std::abs(value - wanted) <= tolerance,
               name << " of step " << step << " is " << value << ", should be " << wanted);
  }
  void expect_losses(const std::vector<LossTerm>& terms, Index step) const {
    for (const auto& term : terms) expect_loss(term.name, term.value.item(), step);
  }
  /// The losses among the report's entries; in float, large ones relative to themselves.
  void expect_losses(const StepReport& report, Index step, DType dtype, double tolerance) const {
    for (const auto& [name, value] : report) {
      if (name == "learning_rate") continue;
      const double size = std::abs(expected(name, step));
      const double scale = dtype == DType::float64 ? 1 : std::max(1.0, size);
      expect_loss(name, value, step, tolerance * scale);
    }
  }

  /// Norms of differences against each gradient's own norm, but at least a thousandth of the
  /// largest: the gradient of a bias before batch norm is nothing but rounding.
  void expect_gradients(const Module& module, const std::vector<Variable>& gradients,
                        double tolerance = 1e-9) const {
    const auto parameters = module.parameters();
    BOOST_REQUIRE(gradients.size() == parameters.size());
    const auto layouts = layouts_of(module);
    double largest = 0;
    for (const auto& entry : parameters) {
      largest = std::max(largest, norm((*this)["gradient/" + entry.name]));
    }
    double worst = 0;
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      const std::string& name = parameters[i].name;
      const Tensor& wanted = (*this)["gradient/" + name];
      const Tensor got = layouts.at(name).to_file(gradients[i].value());
      const double error = distance(got, wanted) / std::max(norm(wanted), 1e-3 * largest);
      worst = std::max(worst, error);
      BOOST_TEST(error <= tolerance, "gradient of " << name << " is off by " << error);
    }
    BOOST_TEST_MESSAGE(module.path() << ": gradients are off by up to " << worst);
  }

  /// How far each parameter is from where it started.
  void expect_moves(const Module& module, double tolerance = 1e-7) const {
    const auto layouts = layouts_of(module);
    for (const auto& [name, variable] : module.parameters()) {
      const double moved = distance(layouts.at(name).to_file(variable.value()), (*this)[name]);
      const double wanted = (*this)["moved/" + name].item();
      BOOST_TEST(std::abs(moved - wanted) <= tolerance,
                 name << " moved by " << moved << ", should have by " << wanted);
    }
  }

 private:
  static std::map<std::string, FileLayout> layouts_of(const Module& module) {
    std::map<std::string, FileLayout> layouts;
    for (const auto& entry : module.state()) layouts[entry.name] = entry.layout;
    return layouts;
  }

  SafetensorsFile file_;
};

}  // namespace mien
