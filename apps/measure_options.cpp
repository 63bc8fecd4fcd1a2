#include "apps/measure_options.h"

#include <CLI/CLI.hpp>
#include <cstdio>

#include "apps/measure_networks.h"

namespace mien {
namespace {

// Where the photographs have their eyes, for a network that looks for them.
std::optional<Eyes> eyes_for(const FaceDescriptor& descriptor, const MeasureOptions& options,
                             const Dataset& dataset) {
  if (!descriptor.eyes) {
    check(!options.eyes, "--eyes: the network in ", options.identity,
          " takes pictures as they are");
    return {};
  }
  if (options.eyes) return options.eyes;
  check(dataset.manifest().has_landmarks, "--identity: where are the eyes? ",
        dataset.folder().string(),
        " has no landmarks; say --eyes LEFT,RIGHT,HEIGHT, or find them by mien-dataset landmarks");
  return mean_eyes(dataset);
}

Eyes read_eyes(const std::string& value) {
  Eyes eyes;
  int end = 0;
  const int read =
      std::sscanf(value.c_str(), "%lf,%lf,%lf%n", &eyes.left, &eyes.right, &eyes.height, &end);
  if (read != 3 || value[static_cast<std::size_t>(end)] != '\0' ||
      !(0 < eyes.left && eyes.left < eyes.right && eyes.right < 1) ||
      !(0 < eyes.height && eyes.height < 1)) {
    throw CLI::ValidationError("--eyes",
                               "expected LEFT,RIGHT,HEIGHT as fractions of the side, such as "
                               "0.37,0.63,0.44, got " +
                                   value);
  }
  return eyes;
}

}  // namespace

void add_measure_options(CLI::App& app, MeasureOptions& options) {
  const std::string group = "Metrics beside PSNR and SSIM";
  app.add_flag("--fsim", options.fsim, "FSIM, and FSIMc in colour")->group(group);
  CLI::Option* const lpips =
      app.add_option("--lpips", options.lpips,
                     "LPIPS v0.1: a file with its heads, and with SqueezeNet 1.1")
          ->group(group);
  app.add_option("--lpips-network", options.lpips_network,
                 "AlexNet or VGG-16 under torchvision's names, for LPIPS in place of SqueezeNet")
      ->needs(lpips)
      ->group(group);
  app.add_option("--fid", options.fid, "FID: the weights of Inception-v3 for FID")->group(group);
  CLI::Option* const identity =
      app.add_option("--identity", options.identity,
                     "face retrieval (FRR), consistency (FCR) and verification: the weights of "
                     "MobileFaceNet or VGG-Face")
          ->group(group);
  app.add_option_function<std::string>(
         "--eyes", [&options](const std::string& value) { options.eyes = read_eyes(value); },
         "where eyes are in the photos, as fractions of the side; the data set's landmarks tell "
         "without it")
      ->type_name("LEFT,RIGHT,HEIGHT")
      ->needs(identity)
      ->group(group);
  app.add_flag("--recognition", options.recognition,
               "recognition by null-space linear discriminants (NLDA)")
      ->group(group);
}

Eyes mean_eyes(const Dataset& dataset) {
  double left = 0, right = 0, height = 0;
  const std::vector<Index> faces = dataset.faces_in(Split::test);
  for (const Index face : faces) {
    const Tensor landmarks = dataset.landmarks_of(face);
    const float* point = landmarks.data<float>();
    for (Index i = 36; i < 48; ++i) {  // 36 to 41 and 42 to 47 go round the eyes
      (i < 42 ? left : right) += point[2 * i] / 6;
      height += point[2 * i + 1] / 12;
    }
  }
  const double pixels = static_cast<double>(faces.size()) * static_cast<double>(dataset.size());
  return {left / pixels, right / pixels, height / pixels};
}

MakeMeasures load_measures(const MeasureOptions& options, const Dataset& dataset, Device device) {
  std::vector<std::function<std::unique_ptr<Measure>()>> makers;
  if (options.fsim) makers.emplace_back(measure_fsim);
  if (!options.lpips.empty()) {
    makers.emplace_back([lpips = load_lpips(options.lpips, options.lpips_network, device)] {
      return measure_lpips(lpips.distance, lpips.name);
    });
  }
  if (!options.fid.empty()) {
    makers.emplace_back([features = load_inception_features(options.fid, device)] {
      return measure_fid(features);
    });
  }
  if (!options.identity.empty()) {
    const FaceDescriptor descriptor = load_face_descriptor(options.identity);
    const std::optional<Eyes> eyes = eyes_for(descriptor, options, dataset);
    makers.emplace_back([describe = describe_faces(descriptor, eyes, device)] {
      return measure_identity(describe);
    });
  }
  if (options.recognition) makers.emplace_back(measure_recognition);
  return [makers] {
    std::vector<std::unique_ptr<Measure>> measures;
    for (const auto& make : makers) measures.push_back(make());
    return measures;
  };
}

std::string description_of(const MeasureOptions& options) {
  std::string names;
  const auto name = [&](bool wanted, const char* what) {
    if (wanted) names += (names.empty() ? "" : ", ") + std::string(what);
  };
  name(options.fsim, "FSIM");
  name(!options.lpips.empty(), "LPIPS");
  name(!options.fid.empty(), "FID");
  name(!options.identity.empty(), "identity");
  name(options.recognition, "recognition");
  return names.empty() ? "none" : names;
}

}  // namespace mien
