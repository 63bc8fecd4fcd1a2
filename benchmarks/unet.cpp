#include "models/unet/networks.h"

#include "autograd/engine.h"
#include "autograd/grad_mode.h"
#include "benchmarks/row.h"
#include "losses/l1.h"
#include "models/repeated_work.h"
#include "optim/adam.h"
#include "tensor/random.h"

namespace mien {
namespace {

constexpr Index kSize = 128;

Variable images(Index batch, const char* name, Device device) {
  return Variable(random_uniform({batch, kSize, kSize, 3}, Random(1, name), -1, 1).to(device));
}

std::shared_ptr<UNet> network(Device device) {
  auto net = std::make_shared<UNet>(UNet::Options{.size = kSize});
  net->to(device);
  net->initialize(1);
  return net;
}

// The supervised half of pix2pix: there is no recipe yet.
std::function<void()> step(Index batch, Device device) {
  const auto net = network(device);
  const auto adam =
      std::make_shared<Adam>(net->parameters(), Adam::Options{.learning_rate = 2e-4, .beta1 = 0.5});
  std::vector<Variable> weights;
  for (const auto& entry : net->parameters()) weights.push_back(entry.variable);
  const Variable x = images(batch, "input", device), target = images(batch, "target", device);
  return [=] {
    const RandomStep draws(1, 0);
    adam->step(gradients({l1_loss((*net)(x), target)}, weights));
  };
}

std::function<void()> inference(Index batch, Device device) {
  const auto net = network(device);
  net->eval();
  const Tensor x = images(batch, "input", device).value();
  const auto repeated = std::make_shared<RepeatedWork>();
  return [=] {
    const NoGrad guard;
    repeated->run({x, {}}, {}, [=](const TrainingBatch& batch) { (*net)(Variable(batch.input)); });
  };
}

Row row(const char* work, Index batch, Device device,
        std::function<void()> (*prepare)(Index, Device)) {
  return {.group = "training",
          .name = text("unet128.", work),
          .batch = batch,
          .peer = text("unet_", work, ' ', batch),
          .prepare = [=] { return prepare(batch, device); },
          .memory = true};
}

}  // namespace

std::vector<Row> unet_rows(Device device) {
  std::vector<Row> rows;
  for (const Index batch : step_batches(device)) {
    rows.push_back(row("step", batch, device, step));
    rows.push_back(row("inference", batch, device, inference));
  }
  return rows;
}

}  // namespace mien
