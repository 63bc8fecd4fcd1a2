#include "layers/module.h"

namespace mien {

Variable& Module::add_parameter(const std::string& name, const Shape& shape,
                                Initializer initializer, FileLayout layout) {
  slots_.push_back({name, parameter(Tensor(shape)), std::move(initializer), std::move(layout)});
  return slots_.back().variable;
}

Tensor& Module::add_buffer(const std::string& name, const Shape& shape, double initial) {
  slots_.push_back({name, Variable(full(shape, initial)), init::constant(initial), {}, true});
  return slots_.back().variable.value();
}

void Module::initialize(std::uint64_t seed) {
  visit([&](Module& module) {
    for (Slot& slot : module.slots_) {
      slot.initializer(slot.variable.value(), Random(seed, module.joined(slot.name)));
    }
  });
}

std::vector<NamedParameter> Module::parameters() const {
  std::vector<NamedParameter> all;
  for (const Slot& slot : slots_) {
    if (!slot.is_buffer) all.push_back({joined(slot.name), slot.variable});
  }
  for (const auto& child : children_) {
    for (auto& entry : child->parameters()) all.push_back(std::move(entry));
  }
  return all;
}

std::vector<StateEntry> Module::state() const {
  std::vector<StateEntry> all;
  for (const Slot& slot : slots_) {
    all.push_back({joined(slot.name), slot.variable.value(), slot.layout});
  }
  for (const auto& child : children_) {
    for (auto& entry : child->state()) all.push_back(std::move(entry));
  }
  return all;
}

std::vector<Tensor> Module::buffers() const {
  std::vector<Tensor> all;
  for (const Slot& slot : slots_) {
    if (slot.is_buffer) all.push_back(slot.variable.value());
  }
  for (const auto& child : children_) {
    for (Tensor& buffer : child->buffers()) all.push_back(std::move(buffer));
  }
  return all;
}

Index Module::parameter_count() const {
  Index count = 0;
  for (const auto& entry : parameters()) count += entry.variable.numel();
  return count;
}

void Module::train(bool training) {
  visit([=](Module& module) { module.training_ = training; });
}

void Module::set_requires_grad(bool requires_grad) {
  visit([=](Module& module) {
    for (Slot& slot : module.slots_) {
      if (slot.is_buffer || slot.variable.requires_grad() == requires_grad) continue;
      slot.variable = requires_grad ? parameter(slot.variable.value()) : slot.variable.detach();
    }
  });
}

template <class Convert>
void Module::convert(const Convert& convert_tensor) {
  visit([&](Module& module) {
    for (Slot& slot : module.slots_) {
      const Tensor before = slot.variable.value(), after = convert_tensor(before);
      if (after.shares_storage_with(before)) continue;
      slot.variable = slot.variable.requires_grad() ? parameter(after) : Variable(after);
    }
  });
}

void Module::to(DType dtype) {
  convert([=](const Tensor& value) { return value.to(dtype); });
}

void Module::to(Device device) {
  convert([=](const Tensor& value) { return value.to(device); });
}

Device Module::device() const {
  for (const Slot& slot : slots_) {
    if (!slot.is_buffer) return slot.variable.device();
  }
  for (const auto& child : children_) {
    if (child->parameter_count() > 0) return child->device();
  }
  return kCpu;
}

void Module::set_path(const std::string& path) {
  path_ = path;
  for (const auto& child : children_) child->set_path(joined(child->name_));
}

}  // namespace mien
