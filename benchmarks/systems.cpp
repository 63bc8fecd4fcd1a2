#include <optional>

#include "benchmarks/paper_recipe.h"
#include "benchmarks/random_vgg_file.h"
#include "benchmarks/row.h"
#include "tensor/random.h"

namespace mien {
namespace {

/// A VGG that a recipe reads from a file: up to its layer `last`, for `input` as load_vgg knows it.
struct VggWanted {
  int depth;
  const char *last, *input;
};

/// A paper's system at the size of its paper. The peer is told how many parameters it has.
struct System {
  const char* name;
  Index size;
  Index generators, discriminators;  ///< parameters
  /// The objective that has no discriminators, for inference; null where they are always made.
  const char* generators_alone;
  std::vector<std::string> settings;
  std::optional<VggWanted> vgg = {};
};

// The margin rule decides by the data whether a network is updated, and WarpNet alone learns at
// first: without both every step is the whole step.
const std::vector<System>& systems() {
  static const VggWanted of_isegan{19, "relu4_1", "RGB [0,1]"};
  static const VggWanted of_gfrnet{16, "relu4_3", "RGB 0..255 minus 129"};
  static const std::vector<System> all = {
      {"fdnn", 128, 11'461'379, 6'663'457, "srn", {"loss.margin=0"}},
      {"afrp", 128, 60'438'303, 17'390'657, "frn", {"loss.margin=0"}},
      {"tann", 128, 10'031'139, 6'859'425, "tun", {"loss.margin=0"}},
      {"isegan", 256, 148'070'542, 5'693'251, nullptr, {}, of_isegan},
      {"gfrnet", 256, 290'657'285, 5'545'346, nullptr, {"warp_steps=0"}, of_gfrnet},
      {"scagan", 256, 186'995'078, 291'714, nullptr, {}, of_isegan},
      {"chan", 256, 72'552'871, 5'139'905, nullptr, {"dropout=0"}}};
  return all;
}

// Larger images at batch 8 take minutes; what memory their steps take is measured at batch 1 alone.
constexpr Index kQuick = 128;
constexpr const char* kWorks[] = {"step", "inference"};

Index parameters_of(const System& system, bool trains) {
  const bool has_discriminators = trains || !system.generators_alone;
  return system.generators + (has_discriminators ? system.discriminators : 0);
}

Tensor uniform(const Shape& shape, const std::string& name, double low, double high) {
  return random_uniform(shape, Random(1, name), low, high);
}

Tensor images(Index batch, Index size, const std::string& name) {
  return uniform({batch, size, size, 3}, name, -1, 1);
}

// [N, A], 0 or 1.
Tensor attributes(Index batch, Index count) {
  Tensor values = uniform({batch, count}, "attributes", 0, 1);
  for (float& value : values.mutable_span<float>()) value = value < 0.5f ? 0 : 1;
  return values;
}

// [N, S, S, 8], one-hot.
Tensor parsing(Index batch, Index size, const std::string& name) {
  constexpr Index kParts = 8;
  const Random random(1, name);
  Tensor values = zeros({batch, size, size, kParts});
  for (Index i = 0; i < values.numel() / kParts; ++i) {
    const auto part = random.below(static_cast<std::uint64_t>(i), kParts);
    values.mutable_data<float>()[kParts * i + part] = 1;
  }
  return values;
}

// [N, 68, 2]: some, and two that span the middle of the image.
Tensor landmarks(Index batch, Index size, const std::string& name) {
  constexpr Index kPoints = 68;
  const double low = static_cast<double>(size / 4) + 0.5;
  const double high = static_cast<double>(size) - low;
  Tensor points = uniform({batch, kPoints, 2}, name, low, high);
  for (Index n = 0; n < batch; ++n) {
    float* face = points.mutable_data<float>() + n * kPoints * 2;
    face[0] = face[1] = static_cast<float>(low);
    face[2] = face[3] = static_cast<float>(high);
  }
  return points;
}

Tensor field(const SampleField& asked, Index batch, Index size) {
  const auto& [name, columns] = asked;
  if (name == "attributes") return attributes(batch, std::ssize(columns));
  if (name.ends_with("parsing")) return parsing(batch, size, name);
  if (name.ends_with("landmarks")) return landmarks(batch, size, name);
  return images(batch, size, name);  // a guide, a positive, a negative
}

TrainingBatch samples_for(const Recipe& recipe, Index batch, Index size) {
  TrainingBatch samples{images(batch, size, "input"), images(batch, size, "target")};
  for (const SampleField& asked : recipe.fields()) {
    samples.fields[asked.name] = field(asked, batch, size);
  }
  return samples;
}

std::shared_ptr<Recipe> built(const System& system, bool trains, Device device) {
  std::vector<std::string> settings = system.settings;
  if (!trains && system.generators_alone) {
    settings.push_back(text("objective=", system.generators_alone));
  }
  std::optional<RandomVggFile> vgg;
  if (trains && system.vgg) {
    vgg.emplace(system.vgg->depth, system.vgg->last, system.vgg->input);
    settings.push_back("loss.vgg_weights=" + vgg->path().string());
  }
  const auto recipe = paper_recipe(system.name, settings, system.size, device);
  if (trains) recipe->prepare_training();
  Index count = 0;
  for (const auto& network : recipe->networks()) count += network.module->parameter_count();
  check(count == parameters_of(system, trains), system.name, " has ", count,
        " parameters, but the benchmark knows of ", parameters_of(system, trains));
  return recipe;
}

std::function<void()> step(const System& system, Index batch, Device device) {
  const auto recipe = built(system, true, device);
  const TrainingBatch samples = to(samples_for(*recipe, batch, system.size), device);
  return [=] { recipe->step(samples, {}); };
}

std::function<void()> inference(const System& system, Index batch, Device device) {
  const auto recipe = built(system, false, device);
  const TrainingBatch samples = to(samples_for(*recipe, batch, system.size), device);
  return [=] {
    const Tensor faces = recipe->recover(samples.input, samples.fields);
    check(faces.shape() == samples.target.shape(), "the faces are ", faces.shape());
  };
}

Row row(const System& system, const std::string& work, Index batch, Device device) {
  const bool trains = work == "step";
  return {.group = "systems",
          .name = text(system.name, '.', work),
          .batch = batch,
          .peer = text(system.name, '_', work, ' ', batch, ' ', system.size, ' ',
                       parameters_of(system, trains)),
          .prepare = [=, &system] { return (trains ? step : inference)(system, batch, device); },
          .memory = batch == 1 || system.size <= kQuick};
}

}  // namespace

std::vector<Row> system_rows(Device device) {
  std::vector<Row> rows;
  for (const Index batch : {1, 8}) {
    for (const System& system : systems()) {
      for (const char* work : kWorks) rows.push_back(row(system, work, batch, device));
    }
  }
  return rows;
}

}  // namespace mien
