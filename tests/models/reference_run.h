#pragma once

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "autograd/ops/arithmetic.h"
#include "layers/state_file.h"
#include "models/loss_term.h"

namespace mien {

/// Some steps of training that PyTorch recorded: see tests/fixtures/reference_run.py.
class ReferenceRun {
 public:
  explicit ReferenceRun(const std::string& name)
      : file_(read_safetensors(MIEN_SOURCE_DIR "/tests/fixtures/" + name)) {}

  const Tensor& operator[](const std::string& name) const { return file_.tensors.at(name); }

  /// The network with the weights of the start, in double.
  void start(Module& module) const {
    load_state(module, file_, {.prefix = {}, .allow_extra = true});
    module.to(DType::float64);
  }

  /// "batch/NAME" of the file, bytes, as double: byte * scale + offset.
  Variable images(const std::string& name, double scale, double offset = 0) const {
    return Variable(file_.tensors.at("batch/" + name).to(DType::float64)) * scale + offset;
  }

  void expect_loss(const std::string& name, double value, Index step,
                   double tolerance = 1e-8) const {
    const double wanted = file_.tensors.at("step/" + name).data<double>()[step];
    BOOST_TEST(std::abs(value - wanted) <= tolerance,
               name << " of step " << step << " is " << value << ", should be " << wanted);
  }
  void expect_losses(const std::vector<LossTerm>& terms, Index step) const {
    for (const auto& term : terms) expect_loss(term.name, term.value.item(), step);
  }

  /// Norms of differences against each gradient's own norm, but at least a thousandth of the
  /// largest: the gradient of a bias before batch norm is nothing but rounding.
  void expect_gradients(const Module& module, const std::vector<Variable>& gradients,
                        double tolerance = 1e-9) const {
    const auto parameters = module.parameters();
    BOOST_REQUIRE(gradients.size() == parameters.size());
    std::map<std::string, FileLayout> layouts;
    for (const auto& entry : module.state()) layouts[entry.name] = entry.layout;
    double largest = 0;
    for (const auto& entry : parameters) {
      largest = std::max(largest, norm(file_.tensors.at("gradient/" + entry.name)));
    }
    for (std::size_t i = 0; i < gradients.size(); ++i) {
      const std::string& name = parameters[i].name;
      const Tensor& wanted = file_.tensors.at("gradient/" + name);
      const Tensor got = layouts[name].to_file(gradients[i].value());
      const double error = distance(got, wanted) / std::max(norm(wanted), 1e-3 * largest);
      BOOST_TEST(error <= tolerance, "gradient of " << name << " is off by " << error);
    }
  }

  /// How far each parameter is from where it started.
  void expect_moves(const Module& module, double tolerance = 1e-7) const {
    std::map<std::string, FileLayout> layouts;
    for (const auto& entry : module.state()) layouts[entry.name] = entry.layout;
    for (const auto& [name, variable] : module.parameters()) {
      const double moved =
          distance(layouts[name].to_file(variable.value()), file_.tensors.at(name));
      const double wanted = file_.tensors.at("moved/" + name).item();
      BOOST_TEST(std::abs(moved - wanted) <= tolerance,
                 name << " moved by " << moved << ", should have by " << wanted);
    }
  }

  static std::vector<Variable> variables(const Module& module) {
    std::vector<Variable> all;
    for (const auto& entry : module.parameters()) all.push_back(entry.variable);
    return all;
  }

 private:
  static double norm(const Tensor& x) {
    double squares = 0;
    for (const double v : x.span<double>()) squares += v * v;
    return std::sqrt(squares);
  }
  static double distance(const Tensor& a, const Tensor& b) {
    return norm((Variable(a.to(DType::float64)) - Variable(b.to(DType::float64))).value());
  }

  SafetensorsFile file_;
};

}  // namespace mien
