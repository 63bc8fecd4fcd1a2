// Uses the installed package as a stranger would: trains a small net on exclusive or and saves it.
#include <cstdio>

#include "autograd/engine.h"
#include "autograd/ops/sigmoid.h"
#include "layers/linear.h"
#include "layers/sequential.h"
#include "layers/state_file.h"
#include "losses/mse.h"
#include "optim/adam.h"

using namespace mien;

int main() {
  const Variable x(tensor({4, 2}, {0, 0, 0, 1, 1, 0, 1, 1}));
  const Variable target(tensor({4, 1}, {0, 1, 1, 0}));
  Sequential net;
  net.layer<Linear>("hidden", {.in_features = 2, .out_features = 8})
      .then(sigmoid)
      .layer<Linear>("out", {.in_features = 8, .out_features = 1});
  net.initialize(1);

  Adam adam(net.parameters(), {.learning_rate = 0.05});
  double loss = 1;
  for (int step = 0; step < 500; ++step) {
    const Variable error = mse_loss(net(x), target);
    adam.zero_grad();
    backward(error);
    adam.step();
    loss = error.value().item();
  }
  std::printf("loss %g\n", loss);

  SafetensorsFile file;
  add_state(file, net);
  write_safetensors("xor.safetensors", file);
  return loss < 1e-3 ? 0 : 1;
}
