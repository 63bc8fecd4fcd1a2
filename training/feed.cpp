#include "training/feed.h"

#include <chrono>

#include "autograd/normalize_images.h"
#include "tensor/device_runtime.h"

namespace mien {
namespace {

// The images of a batch as networks take them.
Tensor normalized(const Tensor& images, const Tensor& mirrored) {
  return images.dtype() == DType::uint8 ? normalize_images(images, mirrored) : images;
}

}  // namespace

BatchFeed::BatchFeed(std::function<Batch()> source, Device device)
    : source_(std::move(source)), device_(device) {
  if (device_ == kCpu) return;
  upload_ = runtime_of(device_).upload();
  thread_ = std::thread([this] { run(); });
}

BatchFeed::~BatchFeed() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

FedBatch BatchFeed::next() {
  const auto start = std::chrono::steady_clock::now();
  const auto waited = [&] {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  };
  if (device_ == kCpu) {
    Batch batch = source_();
    last_wait_ = waited();
    return {std::move(batch.portraits), {batch.input, batch.target, std::move(batch.fields)}};
  }
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !sent_.empty() || failure_; });
    if (sent_.empty()) std::rethrow_exception(failure_);
  }
  last_wait_ = waited();
  return receive();
}

FedBatch BatchFeed::receive() {
  const std::vector<Tensor> tensors = upload_->take();
  Sent sent;
  {
    const std::lock_guard lock(mutex_);
    sent = std::move(sent_.front());
    sent_.pop_front();  // its slot may be filled again
  }
  changed_.notify_all();
  const Tensor &input = tensors[0], &target = tensors[1], &mirrored = tensors[2];
  FedBatch batch{std::move(sent.portraits),
                 {normalized(input, mirrored), normalized(target, mirrored)}};
  for (std::size_t i = 0; i < sent.fields.size(); ++i) {
    batch.samples.fields[sent.fields[i]] = tensors[3 + i];
  }
  return batch;
}

void BatchFeed::run() {
  const auto has_room = [&] { return stop_ || static_cast<Index>(sent_.size()) < Upload::kSlots; };
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, has_room);
      if (stop_) return;
    }
    try {
      Sent sent = send(source_());
      const std::lock_guard lock(mutex_);
      sent_.push_back(std::move(sent));
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
    }
    changed_.notify_all();
    if (failure_) return;
  }
}

BatchFeed::Sent BatchFeed::send(const Batch& batch) {
  Sent sent{batch.portraits, {}};
  std::vector<Tensor> tensors{batch.input, batch.target, batch.mirrored};
  for (const auto& [name, values] : batch.fields) {
    sent.fields.push_back(name);
    tensors.push_back(values);
  }
  upload_->begin(tensors);
  return sent;
}

}  // namespace mien
