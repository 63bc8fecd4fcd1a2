#include <boost/test/unit_test.hpp>
#include <cmath>
#include <nlohmann/json.hpp>

#include "apps/look_at.h"
#include "apps/measure_networks.h"
#include "apps/measure_options.h"
#include "apps/trained_model.h"
#include "autograd/grad_mode.h"
#include "data/convert.h"
#include "data/synthetic_face.h"
#include "metrics/mean_metrics.h"
#include "models/backbones/alexnet.h"
#include "models/backbones/inception.h"
#include "models/backbones/mobile_face_net.h"
#include "models/backbones/squeezenet.h"
#include "models/backbones/vgg.h"
#include "tests/apps/small_run.h"
#include "tests/metrics/images.h"

using namespace mien;

namespace {

// A model that took one step, and networks that know nothing.
struct Measuring : SmallRun {
  Measuring() {
    run("mien-dataset", "faces --count 30 --per-identity 1 --size 64 --seed 5 --out " + at("many"));
    run("mien-dataset", "portraits --faces " + at("many") + " --seed 5 --out " + at("painted"));
    train("run", "--steps 1");
    save("people", initialized<MobileFaceNet>());
    save_lpips();
  }

  template <class Network>
  static Network& initialized() {
    static Network network;
    network.initialize(1);
    return network;
  }

  void save_lpips() const {
    SafetensorsFile squeeze, file;
    add_state(squeeze, initialized<SqueezeNet>());
    for (const auto& [name, tensor] : squeeze.tensors)
      file.tensors["squeezenet1_1." + name] = tensor;
    const auto add_heads = [&](const std::string& name, const std::vector<Index>& channels) {
      for (std::size_t k = 0; k < channels.size(); ++k) {
        file.tensors[text("lpips_v0.1_", name, ".lin", k, ".model.1.weight")] =
            full({1, channels[k], 1, 1}, 1);
      }
    };
    add_heads("squeeze", {64, 128, 256, 384, 384, 512, 512});
    add_heads("alex", {64, 192, 384, 256, 256});
    write_safetensors(at("lpips"), file);
  }

  CommandResult evaluate(const std::string& arguments) const {
    return run("mien-evaluate",
               "--threads 1 --model " + last("run") + " --data " + at("painted") + " " + arguments);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(evaluate_program, Measuring)

BOOST_AUTO_TEST_CASE(every_metric_has_its_column) {
  const CommandResult result = evaluate("--fsim --recognition --lpips " + at("lpips") +
                                        " --identity " + at("people") + " --json " + at("m.json"));
  BOOST_TEST(result.code == 0);
  for (const char* said : {"FSIM, LPIPS, identity, recognition", "LPIPS v0.1 on squeeze",
                           "FRR: whose photograph", "NLDA"}) {
    BOOST_TEST(mentions(result, said), said);
  }
  const auto rows = nlohmann::json::parse(bytes_of(at("m.json")));
  BOOST_TEST(rows.size() == 6);
  for (const auto& row : rows) {
    for (const char* name :
         {"fsim", "fsim_color", "lpips", "frr_top5", "fcr_top5", "vr_far0.1%", "nlda"}) {
      BOOST_REQUIRE_MESSAGE(row.at(name).is_number(), name << " of " << row);
      BOOST_TEST(row.at(name).get<double>() >= 0);
    }
    BOOST_TEST(row.at("fsim").get<double>() < 1);
  }
  // Six people test: the mean face hits five of six by chance.
  BOOST_TEST(std::abs(rows[1].at("fcr_top5").get<double>() - 5. / 6) < 1e-6);
}

BOOST_AUTO_TEST_CASE(rows_are_of_the_portrait_the_mean_face_and_what_was_recovered) {
  evaluate("--json " + at("m.json"));
  const auto rows = nlohmann::json::parse(bytes_of(at("m.json")));
  const Dataset dataset(at("painted"));
  const auto portraits = dataset.portraits_in(Split::test, StyleGroup::seen);
  TrainedModel trained(last("run"));
  const Tensor recovered = to_uint8(trained.recipe().recover(gather_portraits(dataset, portraits)));
  MeanMetrics itself, model;
  for (std::size_t i = 0; i < portraits.size(); ++i) {
    const Tensor face = dataset.face_image(dataset.face_of(portraits[i]));
    itself.add(dataset.portrait_image(portraits[i]), face);
    model.add(image_of(recovered, static_cast<Index>(i)), face);
  }
  const auto psnr_of = [&](std::size_t row) { return rows[row].at("psnr").get<double>(); };
  BOOST_TEST(rows[0].at("method") == "portrait");
  BOOST_TEST(std::abs(psnr_of(0) - itself.psnr()) < 1e-9);
  BOOST_TEST(rows[1].at("method") == "mean_face");
  BOOST_TEST(psnr_of(1) > std::max(itself.psnr(), model.psnr()));
  BOOST_TEST(rows[2].at("method") == "fdnn");
  BOOST_TEST(std::abs(psnr_of(2) - model.psnr()) < 1e-3);
}

BOOST_AUTO_TEST_CASE(lpips_takes_another_network) {
  save("alex", initialized<AlexNet>());
  const std::string lpips = "--count 1 --lpips " + at("lpips") + " --lpips-network ";
  BOOST_TEST(mentions(evaluate(lpips + at("alex")), "LPIPS v0.1 on alex"));
  check_refused(evaluate(lpips + at("people")), 1, "people: not LPIPS on vgg");
}

BOOST_AUTO_TEST_CASE(nothing_is_measured_unasked) {
  const CommandResult result = evaluate("--json " + at("m.json"));
  BOOST_TEST(result.code == 0);
  BOOST_TEST(nlohmann::json::parse(bytes_of(at("m.json")))[0].size() == 6);
}

BOOST_AUTO_TEST_CASE(wrong_networks_are_refused) {
  check_refused(evaluate("--lpips " + at("people")), 1, "people", "not LPIPS on squeeze");
  check_refused(evaluate("--identity " + at("lpips")), 1, "lpips", "MobileFaceNet or VGG-Face");
  check_refused(evaluate("--fid " + at("people")), 1, "people", "not Inception");
  check_refused(evaluate("--fid " + at("nowhere")), 1, "nowhere");
  check_refused(evaluate("--lpips-network " + at("people")), 2, "--lpips");
}

BOOST_AUTO_TEST_CASE(eyes_are_where_somebody_says) {
  const std::string identity = "--identity " + at("people");
  BOOST_TEST(evaluate(identity + " --count 2 --eyes 0.365,0.635,0.445").code == 0);
  for (const char* eyes : {"0.6,0.4,0.5", "0.4,0.6", "0.4,0.6,0.5,1", "40,60,50", "a,b,c"}) {
    check_refused(evaluate(identity + " --eyes " + eyes), 2, "--eyes", "LEFT,RIGHT,HEIGHT", eyes);
  }
  check_refused(evaluate("--eyes 0.4,0.6,0.5"), 2, "--identity");
}

BOOST_AUTO_TEST_CASE(landmarks_tell_where_eyes_are) {
  const Eyes eyes = mean_eyes(Dataset(at("painted")));
  BOOST_TEST(std::abs(eyes.left - kEyeLeft) < 0.01);
  BOOST_TEST(std::abs(eyes.right - kEyeRight) < 0.01);
  BOOST_TEST(std::abs(eyes.height - kEyeHeight) < 0.01);
}

BOOST_AUTO_TEST_CASE(without_landmarks_eyes_have_to_be_said_to_who_looks_for_them) {
  std::filesystem::create_directories(at("photos"));
  for (int i = 0; i < 10; ++i) {
    write_png(text(at("photos"), "/", i, ".png"), smooth_image(64, 64 + i));
  }
  run("mien-dataset",
      "import --images " + at("photos") + " --layout flat --size 64 --out " + at("flat"));
  run("mien-dataset", "portraits --faces " + at("flat") + " --seed 5 --out " + at("unknown"));
  const std::string arguments =
      "--model " + last("run") + " --data " + at("unknown") + " --count 2 --identity ";
  check_refused(run("mien-evaluate", arguments + at("people")), 1, "where are the eyes?", "--eyes",
                "mien-dataset landmarks");
  VggDescriptor vgg_face({.width_divisor = 32});
  vgg_face.initialize(1);
  save("vgg_face", vgg_face, "RGB 0..255 minus 129.1863, 104.7624, 93.5940");
  BOOST_TEST(run("mien-evaluate", arguments + at("vgg_face")).code == 0);
  check_refused(run("mien-evaluate", arguments + at("vgg_face") + " --eyes 0.4,0.6,0.5"), 1,
                "takes pictures as they are");
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_FIXTURE_TEST_SUITE(measure_networks, SmallRun)

// Eyes where ArcFace wants them: the network sees all of the picture.
BOOST_AUTO_TEST_CASE(descriptors_are_of_the_square_around_the_eyes) {
  MobileFaceNet network;
  network.initialize(1);
  network.eval();
  save("people", network);
  const Tensor image = smooth_image(112, 112);
  const auto described = [&](const Square& square) {
    const NoGrad guard;
    return network(Variable(look_at(image, square, 112).reshape({1, 112, 112, 3}))).value();
  };
  const auto expect = [&](const Eyes& eyes, const Square& square) {
    const DescribeImages describe = describe_faces(load_face_descriptor(at("people")), eyes, kCpu);
    const Tensor found = describe(image.reshape({1, 112, 112, 3}));
    const Tensor wanted = described(square);
    for (Index k = 0; k < 128; ++k) {
      BOOST_TEST(found.data<float>()[k] == wanted.data<float>()[k]);
    }
  };
  expect({38.29 / 112, 73.53 / 112, 51.6 / 112}, {0, 0, 112});
  // Half as far from each other, and their middle 10 to the right and 5 below.
  const double middle = 55.91 + 10, height = 51.6 + 5, half = 35.24 / 4;
  expect({(middle - half) / 112, (middle + half) / 112, height / 112}, {38, 31, 56});
}

BOOST_AUTO_TEST_CASE(inception_gives_features_of_images) {
  Inception network{Inception::Options{}};
  network.initialize(1);
  save("inception", network);
  const Tensor images = stack_images({smooth_image(80, 80), damaged_image(smooth_image(80, 80))});
  const Tensor features = load_inception_features(at("inception"), kCpu)(images);
  BOOST_TEST(features.shape() == Shape({2, 2048}));
}

BOOST_AUTO_TEST_SUITE_END()
