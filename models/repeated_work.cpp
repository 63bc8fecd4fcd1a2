#include "models/repeated_work.h"

namespace mien {
namespace {

// Calls f(name, tensor) for all that a batch holds.
template <class Batch, class F>
void for_each_tensor(Batch& batch, F&& f) {
  f("input", batch.input);
  f("target", batch.target);
  for (auto& [name, values] : batch.fields) f(name, values);
}

void append_shapes(const TrainingBatch& batch, std::vector<double>& key) {
  for_each_tensor(batch, [&](const std::string&, const Tensor& x) {
    if (!x.defined()) return;
    for (const Index size : x.shape()) key.push_back(static_cast<double>(size));
    key.push_back(static_cast<double>(x.dtype()));
  });
}

TrainingBatch cloned(TrainingBatch batch) {
  for_each_tensor(batch, [](const std::string&, Tensor& x) {
    if (x.defined()) x = x.clone();
  });
  return batch;
}

void copy(const TrainingBatch& from, TrainingBatch& to) {
  to.input.copy_from(from.input);
  if (from.target.defined()) to.target.copy_from(from.target);
  for (auto& [name, values] : to.fields) {
    if (values.defined()) values.copy_from(from.fields.at(name));
  }
}

}  // namespace

bool RepeatedWork::run(const TrainingBatch& batch, std::vector<double> constants,
                       const Work& work) {
  DeviceRuntime& runtime = runtime_of(batch.input.device());
  append_shapes(batch, constants);
  if (!runtime.can_record() || constants != key_) {
    recorded_.reset();
    key_ = std::move(constants);
    const cpu::FilterCache::Scope kept(filters_);
    work(batch);
    return false;
  }
  const bool is_new = !recorded_;
  if (is_new) {
    batch_ = cloned(batch);
    runtime.allocator().trim();  // what the work took so far, the recording takes anew
    recorded_ = runtime.record([this, work] { work(batch_); });
  } else {
    copy(batch, batch_);
  }
  recorded_->replay();
  return !is_new;
}

}  // namespace mien
