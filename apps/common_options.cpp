#include "apps/common_options.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <thread>

#include "apps/program.h"
#include "cpu/context.h"
#include "cuda/cards.h"
#include "cuda/context.h"
#include "cuda/error.h"
#include "tensor/build.h"
#include "training/threads.h"

namespace mien {
namespace {

// The first card that this build can compute on, made ready. Throws NoCard or CudaError.
cuda::Card ready_card() {
  if constexpr (kWithCuda) {
    const cuda::Card card = cuda::cards().front();
    cuda::context(card.index);
    return card;
  }
  throw cuda::NoCard("this build has no CUDA");
}

void resolve_device(CommonOptions& options) {
  const std::string wanted = options.device;
  if (wanted == "cpu") return;
  try {
    const cuda::Card card = ready_card();
    options.computes_on = {DeviceType::cuda, card.index};
    options.device =
        text(options.computes_on, " (", card.name, ", ", card.memory >> 30, " GiB, ",
             to_string(options.precision), options.deterministic ? ", deterministic" : "",
             options.no_graphs ? ", no graphs" : "", ")");
  } catch (const std::runtime_error& why) {
    if (wanted == "cuda") throw std::runtime_error(text("--device cuda: ", why.what()));
    options.device = text("cpu (", why.what(), ")");
  }
}

void set_up_card(const CommonOptions& options) {
  if (options.computes_on == kCpu) {
    if (options.precision != cuda::Precision::fp32) {
      throw UsageError(text("--precision ", to_string(options.precision),
                            " needs a CUDA device; computing on ", options.device));
    }
    return;
  }
  if constexpr (kWithCuda) {
    cuda::context(options.computes_on.index)
        .set({.precision = options.precision,
              .deterministic = options.deterministic,
              .graphs = !options.no_graphs,
              .explain = options.explain});
  }
}

}  // namespace

void add_seed_option(CLI::App& app, CommonOptions& options) {
  app.add_option("--seed", options.seed, "Seed of all random numbers")->capture_default_str();
}

void add_device_option(CLI::App& app, CommonOptions& options) {
  app.add_option("--device", options.device, "Where to compute: auto, cpu or cuda")
      ->check(CLI::IsMember({"auto", "cpu", "cuda"}))
      ->capture_default_str();
  constexpr const char* kGroup = "On a card";
  const auto take = [&options](const std::string& word) {
    options.precision = cuda::precision_of(word);
  };
  app.add_option_function<std::string>(
         "--precision", take,
         "Of products: fp32, or faster with rounded factors: tf32 (10 bits), bf16 (7 bits; "
         "networks store their maps so)")
      ->check(CLI::IsMember(
          std::vector<std::string>(std::begin(cuda::kPrecisions), std::end(cuda::kPrecisions))))
      ->default_str(to_string(options.precision))
      ->group(kGroup);
  app.add_flag("--deterministic", options.deterministic, "The same bits in every run")
      ->group(kGroup);
  app.add_flag("--no-graphs", options.no_graphs, "Queue each step anew, record none")
      ->group(kGroup);
}

void apply_common_options(CommonOptions& options) {
  resolve_device(options);
  set_up_card(options);
  use_threads(options.threads);
  cpu::context().exact = options.exact;
  cpu::context().explain = options.explain;
  cpu::context().workspace = Index{options.workspace} << 20;
}

void add_exact_option(CLI::App& app, CommonOptions& options) {
  app.add_flag("--exact", options.exact,
               "On the CPU, convolve by the definition: slower, finer rounding");
}

void add_convolution_options(CLI::App& app, CommonOptions& options) {
  app.add_flag("--explain", options.explain, "Say how each shape of convolution is computed");
  app.add_option("--workspace", options.workspace,
                 "Memory for transformed filters on the CPU; results do not depend on it")
      ->check(CLI::Range(1, 1 << 20))
      ->type_name("MB")
      ->capture_default_str();
}

void add_settings_option(CLI::App& app, std::vector<std::string>& settings) {
  app.add_option("--set", settings,
                 "KEY=VALUE: an option of the model that may change after training, such as "
                 "stage=first of isegan and scagan; may come again")
      ->allow_extra_args(false);
}

void add_threads_option(CLI::App& app, CommonOptions& options) {
  options.threads = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
  app.add_option("--threads", options.threads, "Threads; results do not depend on it")
      ->check(CLI::Range(1, 4096))
      ->capture_default_str();
}

void add_crop_option(CLI::App& app, std::optional<Box>& crop) {
  const auto take = [&crop](const std::string& value) {
    constexpr Index kMost = 1'000'000;
    Box box;
    int end = 0;
    const int read = std::sscanf(value.c_str(), "%7ld,%7ld,%7ld,%7ld%n", &box.x, &box.y, &box.width,
                                 &box.height, &end);
    const auto inside = [](Index number, Index least) {
      return least <= number && number <= kMost;
    };
    if (read != 4 || value[static_cast<std::size_t>(end)] != '\0' || !inside(box.x, 0) ||
        !inside(box.y, 0) || !inside(box.width, 1) || !inside(box.height, 1)) {
      throw CLI::ValidationError("--crop", "expected x,y,width,height in pixels, got " + value);
    }
    crop = box;
  };
  app.add_option_function<std::string>("--crop", take, "Part of each image to take, in pixels")
      ->type_name("X,Y,WIDTH,HEIGHT");
}

}  // namespace mien
