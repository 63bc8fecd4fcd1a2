#pragma once

#include "autograd/dispatch.h"
#include "autograd/named_parameter.h"
#include "cpu/update.h"
#include "cuda/update.h"

namespace mien {

/// Calls f(w, g, state...) for each element of all weights at once, writing w and the state in
/// place.
///
/// `gradients` and each of `states` hold one tensor per weight, of its shape and dtype, which may
/// be float32 for some and float64 for others. `f` is a functor of tensor/functors/update_rules.h.
/// Where `gate`, one float32 beside the weights, is 0, everything stays as it is; an undefined one
/// is open.
template <class F, class... States>
void update_elements(F f, std::vector<Tensor> weights, const std::vector<Tensor>& gradients,
                     const Tensor& gate, States&... states) {
  constexpr int kStates = sizeof...(States);
  const auto update_those_of = [&]<class T>(auto& backend) {
    std::vector<UpdateRow<T, kStates>> rows;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      if (weights[i].dtype() != dtype_of<T>) continue;
      rows.push_back({weights[i].template mutable_data<T>(),
                      gradients[i].template data<T>(),
                      {states[i].template mutable_data<T>()...},
                      weights[i].numel()});
    }
    update(backend, f, rows, gate.defined() ? gate.data<float>() : nullptr);
  };
  for (const DType dtype : {DType::float32, DType::float64}) {
    for (const Tensor& weight : weights) {
      if (weight.dtype() != dtype) continue;
      dispatch(weight, update_those_of);
      break;
    }
  }
}

/// The tensors of the parameters, sharing their memory.
inline std::vector<Tensor> values_of(const std::vector<NamedParameter>& parameters) {
  std::vector<Tensor> values;
  for (const auto& parameter : parameters) values.push_back(parameter.variable.value());
  return values;
}

}  // namespace mien
