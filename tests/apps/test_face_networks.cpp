#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <sstream>

#include "autograd/grad_mode.h"
#include "autograd/ops/softmax.h"
#include "data/convert.h"
#include "data/dataset.h"
#include "data/face_class.h"
#include "data/image_folders.h"
#include "data/resize.h"
#include "models/backbones/landmark_net.h"
#include "models/backbones/parsing_unet.h"
#include "tests/apps/small_run.h"

using namespace mien;
namespace fs = std::filesystem;

namespace {

// Data sets of six people, and weights that are known.
struct Networks : SmallRun {
  CommandResult dataset(const std::string& arguments) const {
    return run("mien-dataset", arguments);
  }
};

fs::path data_folder() {
  const char* data = std::getenv("MIEN_DATA");
  return data ? data : "";
}

boost::test_tools::assertion_result has_data(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result result =
      !data_folder().empty() && fs::is_directory(data_folder() / "faces");
  result.message() << "MIEN_DATA names no folder with faces and weights";
  return result;
}

std::string weights(const std::string& name) {
  return (data_folder() / "weights" / (name + ".safetensors")).string();
}

// The class of a colour in the palette of CelebAMask-HQ.
std::uint8_t class_of(const std::uint8_t* rgb) {
  constexpr std::pair<int, FaceClass> kColours[] = {
      {0xcc0000, FaceClass::skin},        {0x4c9900, FaceClass::nose},
      {0x3333ff, FaceClass::eyes},        {0xcc00cc, FaceClass::eyes},
      {0x00ffff, FaceClass::brows},       {0xffcccc, FaceClass::brows},
      {0x66cc00, FaceClass::inner_mouth}, {0xffff00, FaceClass::lips},
      {0x000099, FaceClass::lips},        {0x0000cc, FaceClass::hair}};
  const int wanted = rgb[0] << 16 | rgb[1] << 8 | rgb[2];
  for (const auto& [colour, part] : kColours) {
    if (colour == wanted) return static_cast<std::uint8_t>(part);
  }
  return static_cast<std::uint8_t>(FaceClass::background);
}

std::vector<double> read_points(const fs::path& path) {
  std::ifstream file(path);
  std::string line;
  while (std::getline(file, line) && line != "{") continue;
  std::vector<double> values;
  for (double value; file >> value;) values.push_back(value);
  return values;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(face_networks, Networks)

// The largest of the parts' probabilities at 256x256, brought back to the size of the image.
BOOST_AUTO_TEST_CASE(faces_and_portraits_are_parsed) {
  ParsingUNet network;
  network.initialize(3);
  save("parser.safetensors", network);
  const std::string call =
      "parse --data " + at("portraits") + " --weights " + at("parser.safetensors");
  BOOST_TEST(dataset(call + " --threads 2 --out " + at("parsed")).code == 0);
  const Dataset set(at("parsed")), before(at("portraits"));
  BOOST_TEST(set.manifest().has_portrait_parsing);
  BOOST_TEST(set.manifest().source.ends_with("; parsed by parser.safetensors"));
  const NoGrad guard;
  const auto check_parsing = [&](const Tensor& image, std::span<const std::uint8_t> parsing) {
    const Tensor seen = resize(to_float(image), 256, 256).reshape({1, 256, 256, 3});
    const Tensor parts = eight_parts(softmax(network(Variable(seen)))).value();
    const Tensor small = resize(parts.reshape({256, 256, 8}), 64, 64, Interpolation::bilinear);
    const float* map = small.data<float>();
    int differ = 0;
    for (const std::uint8_t part : parsing) {
      differ += std::max_element(map, map + 8) - map != part;
      map += 8;
    }
    BOOST_TEST(differ == 0);
  };
  check_parsing(set.face_image(2), set.parsing_of_face(2));
  check_parsing(set.portrait_image(5), set.parsing_of_portrait(5));
  const auto now = set.face(2), then = before.face(2);
  BOOST_TEST(std::equal(now.begin(), now.end(), then.begin()));
  BOOST_TEST(set.landmarks_of(2).data<float>()[7] == before.landmarks_of(2).data<float>()[7]);
  BOOST_TEST(dataset("check " + at("parsed")).code == 0);
}

// A network that sees landmarks from a quarter to three quarters of whatever it is shown. Of 64
// pixels that is 16 to 48; 1.1 times as wide, 35, is what it looks at next, from 14, of which a
// quarter is at 22.75 and three quarters at 40.25.
BOOST_AUTO_TEST_CASE(the_second_look_is_at_the_landmarks_of_the_first) {
  LandmarkNet network;
  network.initialize(1);
  for (const auto& [name, tensor, layout] : network.state()) {
    Tensor values = tensor;
    if (name == "fc.weight") values.copy_from(zeros(tensor.shape()));
    if (name != "fc.bias") continue;
    for (Index i = 0; i < 136; ++i) values.mutable_data<float>()[i] = i / 2 % 2 ? .75f : .25f;
  }
  save("landmarks.safetensors", network);
  const std::string call = " --weights " + at("landmarks.safetensors") + " --out " + at("found");
  BOOST_TEST(dataset("landmarks --data " + at("faces") + call).code == 0);
  const Tensor points = Dataset(at("found")).landmarks_of(4);
  for (Index i = 0; i < 136; ++i)
    BOOST_TEST(points.data<float>()[i] == (i / 2 % 2 ? 40.25 : 22.75));
}

BOOST_AUTO_TEST_CASE(weights_of_something_else_are_refused) {
  LandmarkNet landmarks;
  landmarks.initialize(1);
  save("landmarks.safetensors", landmarks);
  const std::string rest =
      " --data " + at("faces") + " --weights " + at("landmarks.safetensors") + " --out " + at("x");
  check_refused(dataset("parse" + rest), 1, "landmarks.safetensors",
                "expected the weights of a parser of faces");
  ParsingUNet parser;
  parser.initialize(1);
  save("landmarks.safetensors", parser);
  check_refused(dataset("landmarks" + rest), 1, "landmarks.safetensors: not a landmark network");
  check_refused(dataset("resize --size 32 --data " + at("faces") + " --out " + at("faces")), 1,
                "a data set cannot replace the one it is made of");
  BOOST_TEST(!fs::exists(at("x")));
}

// On faces with hand-set landmarks: the mean distance over that of the outer corners of the eyes.
BOOST_AUTO_TEST_CASE(landmarks_of_photographs, *boost::unit_test::precondition(has_data)) {
  const fs::path source = data_folder() / "faces" / "landmarks68";
  dataset("import --layout flat --size 256 --images " + (source / "images").string() +
          " --limit 100 --out " + at("photos"));
  BOOST_TEST(dataset("landmarks --data " + at("photos") + " --weights " +
                     weights("pfld68_cunjian") + " --out " + at("found"))
                 .code == 0);
  const Dataset set(at("found"));
  const ImageFolder images = read_flat_folder(source / "images");
  double sum = 0;
  for (Index i = 0; i < set.face_count(); ++i) {
    const auto name = images.images[static_cast<std::size_t>(i)].file.stem().string();
    const auto truth = read_points(source / "pts" / (name + ".pts"));
    BOOST_REQUIRE(truth.size() == 136u);
    const Tensor found = set.landmarks_of(i);
    double distance = 0;
    for (std::size_t k = 0; k < 136; k += 2) {
      distance +=
          std::hypot(found.data<float>()[k] - truth[k], found.data<float>()[k + 1] - truth[k + 1]);
    }
    sum += distance / 68 / std::hypot(truth[72] - truth[90], truth[73] - truth[91]);
  }
  const double error = sum / double(set.face_count());
  BOOST_TEST_MESSAGE("mean error " << 100 * error << " % of the distance of the eyes");
  BOOST_TEST(error < 0.045);
}

// Against masks drawn by hand: intersection over union of each of the eight parts.
BOOST_AUTO_TEST_CASE(parsings_of_photographs, *boost::unit_test::precondition(has_data)) {
  const fs::path source = data_folder() / "faces" / "celebamask_hq";
  dataset("import --layout flat --size 256 --images " + (source / "images").string() +
          " --limit 30 --out " + at("photos"));
  BOOST_TEST(dataset("parse --data " + at("photos") + " --weights " +
                     weights("face_parsing_unet19_simonenkel") + " --out " + at("found"))
                 .code == 0);
  const Dataset set(at("found"));
  const ImageFolder images = read_flat_folder(source / "images");
  std::array<double, kFaceClasses> both{}, either{};
  for (Index i = 0; i < set.face_count(); ++i) {
    const auto name = images.images[static_cast<std::size_t>(i)].file.stem().string();
    const Tensor mask = read_image(source / "masks" / (name + ".png"));
    BOOST_REQUIRE(mask.dim(0) == 512);
    const auto parsing = set.parsing_of_face(i);
    for (Index p = 0; p < 256 * 256; ++p) {  // every other pixel of the mask
      const auto* colour = mask.data<std::uint8_t>() + 3 * (p / 256 * 2 * 512 + p % 256 * 2);
      const std::uint8_t truth = class_of(colour), found = parsing[static_cast<std::size_t>(p)];
      both[truth] += truth == found;
      ++either[truth];
      either[found] += truth != found;
    }
  }
  double sum = 0;
  for (std::size_t part = 0; part < kFaceClasses; ++part) {
    BOOST_TEST_MESSAGE("part " << part << ": IoU " << both[part] / either[part]);
    sum += both[part] / either[part];
  }
  BOOST_TEST_MESSAGE("mean IoU " << sum / kFaceClasses);
  BOOST_TEST(sum / kFaceClasses > 0.7);
}

BOOST_AUTO_TEST_SUITE_END()
