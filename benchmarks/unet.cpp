#include "models/unet/networks.h"

#include "autograd/engine.h"
#include "autograd/grad_mode.h"
#include "benchmarks/row.h"
#include "losses/l1.h"
#include "optim/adam.h"
#include "tensor/random.h"

namespace mien {
namespace {

constexpr Index kSize = 128;

Variable images(Index batch, const char* name) {
  return Variable(random_uniform({batch, kSize, kSize, 3}, Random(1, name), -1, 1));
}

std::shared_ptr<UNet> network() {
  auto net = std::make_shared<UNet>(UNet::Options{.size = kSize});
  net->initialize(1);
  return net;
}

// The supervised half of pix2pix: there is no recipe yet.
std::function<void()> step(Index batch) {
  const auto net = network();
  const auto adam =
      std::make_shared<Adam>(net->parameters(), Adam::Options{.learning_rate = 2e-4, .beta1 = 0.5});
  std::vector<Variable> weights;
  for (const auto& entry : net->parameters()) weights.push_back(entry.variable);
  const Variable x = images(batch, "input"), target = images(batch, "target");
  return [=] {
    const RandomStep draws(1, 0);
    adam->step(gradients({l1_loss((*net)(x), target)}, weights));
  };
}

std::function<void()> inference(Index batch) {
  const auto net = network();
  net->eval();
  const Variable x = images(batch, "input");
  return [=] {
    const NoGrad guard;
    (*net)(x);
  };
}

Row row(const char* work, Index batch, std::function<void()> (*prepare)(Index)) {
  return {.group = "training",
          .name = text("unet128.", work),
          .batch = batch,
          .peer = text("unet_", work, ' ', batch),
          .prepare = [=] { return prepare(batch); },
          .memory = true};
}

}  // namespace

std::vector<Row> unet_rows() {
  std::vector<Row> rows;
  for (const Index batch : {1, 16}) {
    rows.push_back(row("step", batch, step));
    rows.push_back(row("inference", batch, inference));
  }
  return rows;
}

}  // namespace mien
