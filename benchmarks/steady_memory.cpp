#include "benchmarks/steady_memory.h"

#include <cstdio>

#include "models/catalogue.h"
#include "tensor/allocator.h"
#include "tensor/random.h"
#include "tensor/resident_memory.h"

namespace mien {
namespace {

constexpr Index kBatch = 2, kSize = 64;

struct Held {
  Index reserved = CachingAllocator::cpu().stats().reserved;
  Index resident = resident_memory();
};

std::unique_ptr<Recipe> small_recipe() {
  auto recipe = make_recipe("ifrp");
  OptionTable options;
  recipe->declare(options);
  for (const char* setting : {"width_divisor=16", "objective=ifrp"}) options.set(setting);
  recipe->build(kSize);
  recipe->initialize(1);
  recipe->prepare_training();
  return recipe;
}

TrainingBatch batch_of(Index step) {
  const Shape shape{kBatch, kSize, kSize, 3};
  return {random_uniform(shape, Random(1, "input").at(step), -1, 1),
          random_uniform(shape, Random(1, "target").at(step), -1, 1)};
}

bool is_reported(Index step, Index steps) {
  Index power = 10;
  while (power < step) power *= 10;
  return step == 2 || step == power || step == steps;
}

}  // namespace

void check_steady_memory(Index steps) {
  const auto recipe = small_recipe();
  Held second, tenth;
  for (Index step = 1; step <= steps; ++step) {
    recipe->step(batch_of(step), {.step = step - 1});
    const Held now;
    if (step == 2) second = now;
    if (step == 10) tenth = now;
    if (is_reported(step, steps)) {
      std::printf("step %5ld  allocator %9ld KiB  resident %9ld KiB\n", step, now.reserved / 1024,
                  now.resident / 1024);
      std::fflush(stdout);
    }
    if (step > 2 && now.reserved > second.reserved) {
      throw std::runtime_error(text("step ", step, ": the allocator holds ", now.reserved,
                                    " bytes, ", second.reserved, " at step 2"));
    }
    if (step > 10 && now.resident > tenth.resident + tenth.resident / 100) {
      throw std::runtime_error(text("step ", step, ": ", now.resident, " bytes are resident, ",
                                    tenth.resident, " were at step 10"));
    }
  }
}

}  // namespace mien
