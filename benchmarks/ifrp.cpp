#include "benchmarks/paper_recipe.h"
#include "benchmarks/row.h"
#include "data/convert.h"
#include "tensor/random.h"
#include "training/feed.h"

namespace mien {
namespace {

constexpr Index kSize = 128;

// IFRP as its paper trains it. Only the margin rule is off, because it decides by the data whether
// a network is updated: both sides update both networks in every step.
std::shared_ptr<Recipe> ifrp(const std::string& network, const std::string& objective,
                             Device device) {
  return paper_recipe("ifrp", {"network=" + network, "objective=" + objective, "loss.margin=0"},
                      kSize, device);
}

Tensor images(Index batch, const char* name, Device device) {
  return random_uniform({batch, kSize, kSize, 3}, Random(1, name), -1, 1).to(device);
}

std::function<void()> step(const std::string& network, Index batch, Device device) {
  const auto recipe = ifrp(network, "ifrp", device);
  recipe->prepare_training();
  const TrainingBatch samples{images(batch, "input", device), images(batch, "target", device)};
  return [=] { recipe->step(samples, {}); };
}

Tensor pixels(Index batch, const char* name) { return to_uint8(images(batch, name, kCpu)); }

// A step whose batch comes out of the host's memory, as in training.
std::function<void()> fed_step(const std::string& network, Index batch, Device device) {
  const auto recipe = ifrp(network, "ifrp", device);
  recipe->prepare_training();
  const Batch samples{.position = 0,
                      .portraits = {},
                      .input = pixels(batch, "input"),
                      .target = pixels(batch, "target"),
                      .mirrored = zeros({batch}, DType::uint8),
                      .fields = {}};
  const auto feed = std::make_shared<BatchFeed>([=] { return samples; }, device);
  return [=] { recipe->step(feed->next().samples, {}); };
}

std::function<void()> inference(const std::string& network, Index batch, Device device) {
  const auto recipe = ifrp(network, "srn", device);  // no discriminator
  const Tensor input = images(batch, "input", device);
  return [=] { recipe->recover(input); };
}

std::function<void()> host_to_host(const std::string& network, Index batch, Device device) {
  const auto recipe = ifrp(network, "srn", device);
  const Tensor input = images(batch, "input", kCpu);
  return [=] { recipe->recover(input); };
}

Row row(const std::string& network, const char* work, Index batch, Device device,
        std::function<void()> (*prepare)(const std::string&, Index, Device)) {
  return {.group = "training",
          .name = text(network, '.', work),
          .batch = batch,
          .peer = text(network, '_', work, ' ', batch),
          .prepare = [=] { return prepare(network, batch, device); },
          .memory = true};
}

}  // namespace

std::vector<Index> step_batches(Device device) {
  if (device.type == DeviceType::cpu) return {1, 16};
  return {1, 16, 64};
}

std::vector<Row> ifrp_rows(Device device) {
  std::vector<Row> rows;
  for (const Index batch : step_batches(device)) {
    for (const char* network : {"srn_p", "srn_c"}) {
      rows.push_back(row(network, "step", batch, device, step));
      rows.push_back(row(network, "inference", batch, device, inference));
    }
  }
  if (device.type != DeviceType::cpu) {
    rows.push_back(row("srn_c", "host", 1, device, host_to_host));
    rows.push_back(row("srn_c", "fed_step", 64, device, fed_step));
  }
  return rows;
}

}  // namespace mien
