// Uses the installed package as a stranger would: trains a small net on exclusive or and saves it.
#include <cstdio>

#include "autograd/engine.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/matmul.h"
#include "autograd/ops/sigmoid.h"
#include "losses/mse.h"
#include "optim/adam.h"
#include "tensor/random.h"
#include "tensor/safetensors.h"

using namespace mien;

int main() {
  const Variable x(tensor({4, 2}, {0, 0, 0, 1, 1, 0, 1, 1}));
  const Variable target(tensor({4, 1}, {0, 1, 1, 0}));
  const Variable hidden = parameter(random_normal({2, 8}, Random(1, "hidden")));
  const Variable bias = parameter(random_normal({1, 8}, Random(1, "bias")));
  const Variable out = parameter(random_normal({8, 1}, Random(1, "out")));
  Adam adam({{"hidden", hidden}, {"bias", bias}, {"out", out}}, {.learning_rate = 0.05});

  double loss = 1;
  for (int step = 0; step < 500; ++step) {
    const Variable error = mse_loss(matmul(tanh(matmul(x, hidden) + bias), out), target);
    adam.zero_grad();
    backward(error);
    adam.step();
    loss = error.value().item();
  }
  std::printf("loss %g\n", loss);
  write_safetensors("xor.safetensors", {{}, {{"hidden", hidden.value()}, {"out", out.value()}}});
  return loss < 1e-3 ? 0 : 1;
}
