#include "benchmarks/card.h"

#include "autograd/grad_mode.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/matmul.h"
#include "benchmarks/stopwatch.h"
#include "cuda/context.h"
#include "tensor/build.h"
#include "tensor/random.h"

namespace mien {
namespace {

constexpr double kBudget = 0.5;  // seconds of each peak

double seconds_on(Device card, const std::function<void()>& work) {
  const auto wait = [card] { wait_for(card); };
  work();
  wait();
  return 1e-3 * fastest_batch(work, wait, kBudget);
}

double operations_of_product(Device card) {
  constexpr Index kSize = 8192;
  const NoGrad guard;
  const Variable a(random_uniform({kSize, kSize}, Random(1, "peak"), -1, 1).to(card));
  return 2.0 * kSize * kSize * kSize / seconds_on(card, [&] { matmul(a, a); });
}

double bytes_of_copy(Device card) {
  const Tensor from = zeros({Index{1} << 28}, DType::float32, card);
  Tensor to = empty_like(from);
  return 2.0 * static_cast<double>(from.bytes()) / seconds_on(card, [&] { to.copy_from(from); });
}

}  // namespace

void wait_for(Device device) {
  if constexpr (kWithCuda) {
    if (device.type == DeviceType::cuda) cuda::context(device.index).synchronize();
  }
}

void load_libraries(Device card) {
  const NoGrad guard;
  const Variable matrix(zeros({4, 4}, DType::float32, card));
  const Variable image(zeros({1, 2, 2, 4}, DType::float32, card));
  matmul(matrix, matrix);
  conv2d(image, image);
}

Roofs roofs_of(Device card) { return {operations_of_product(card), bytes_of_copy(card)}; }

}  // namespace mien
