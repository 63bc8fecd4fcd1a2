#include "training/feed.h"

#include "autograd/normalize_images.h"
#include "tensor/device_runtime.h"

namespace mien {
namespace {

// The images of a batch as networks take them.
Tensor normalized(const Tensor& images, const Tensor& mirrored) {
  return images.dtype() == DType::uint8 ? normalize_images(images, mirrored) : images;
}

}  // namespace

BatchFeed::BatchFeed(std::function<Batch()> source, Device device) : source_(std::move(source)) {
  if (device == kCpu) return;
  upload_ = runtime_of(device).upload();
  // One that waits, one that is taken: there is no slot for more.
  sent_.emplace([this] { return send(source_()); }, Upload::kSlots - 1);
}

FedBatch BatchFeed::next() {
  if (sent_) return receive(sent_->next());
  Batch batch = source_();
  return {std::move(batch.portraits), {batch.input, batch.target, std::move(batch.fields)}};
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

FedBatch BatchFeed::receive(Sent sent) {
  const std::vector<Tensor> tensors = upload_->take();
  const Tensor &input = tensors[0], &target = tensors[1], &mirrored = tensors[2];
  FedBatch batch{std::move(sent.portraits),
                 {normalized(input, mirrored), normalized(target, mirrored)}};
  for (std::size_t i = 0; i < sent.fields.size(); ++i) {
    batch.samples.fields[sent.fields[i]] = tensors[3 + i];
  }
  return batch;
}

}  // namespace mien
