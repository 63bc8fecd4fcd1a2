#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>

#include "autograd/ops/arithmetic.h"
#include "data/image_io.h"
#include "layers/state_file.h"
#include "models/backbones/alexnet.h"
#include "models/backbones/bisenet.h"
#include "models/backbones/inception.h"
#include "models/backbones/landmark_net.h"
#include "models/backbones/lpips.h"
#include "models/backbones/mobile_face_net.h"
#include "models/backbones/parsing_unet.h"
#include "models/backbones/squeezenet.h"
#include "models/backbones/vgg19.h"

using namespace mien;

// Published weights are not part of the repository. With MIEN_DATA naming a folder that holds
// weights, networks must say what PyTorch says: see make_backbones.py. Those of which there are no
// weights get some by a formula.
namespace {

// Mean, deviation, first, middle and last value.
using Answer = std::array<double, 5>;

Variable picture(Index height, Index width) {
  Tensor image({1, height, width, 3});
  float* pixel = image.mutable_data<float>();
  for (Index h = 0; h < height; ++h) {
    for (Index w = 0; w < width; ++w) {
      for (Index c = 0; c < 3; ++c) {
        *pixel++ = static_cast<float>((5 * h + 3 * w + 40 * c + h * w / 7) % 200 + 20) / 127.5f - 1;
      }
    }
  }
  return Variable(image);
}

// Differences count against the deviation.
void expect_answer(const char* name, const Variable& y, const Answer& expected,
                   double tolerance = 1e-4) {
  const auto values = y.value().span<float>();
  double sum = 0, squares = 0;
  for (float v : values) {
    sum += v;
    squares += double(v) * v;
  }
  const auto count = static_cast<double>(values.size());
  const double mean = sum / count;
  const Answer got = {mean, std::sqrt(squares / count - mean * mean), values.front(),
                      values[values.size() / 2], values.back()};
  for (std::size_t i = 0; i < got.size(); ++i) {
    BOOST_TEST(std::abs(got[i] - expected[i]) <= tolerance * expected[1] + 1e-6,
               name << ": number " << i << " is " << got[i] << " in place of " << expected[i]);
  }
}

// As by_formula in make_backbones.py.
void set_by_formula(Module& network) {
  for (const auto& [name, tensor, layout] : network.state()) {
    const Shape shape = layout.file_shape(tensor.shape());
    Tensor stored(shape);
    const bool around_one = name.ends_with("running_var") || name.ends_with("weight");
    const double spread =
        shape.rank() > 1 ? std::sqrt(6.0 / static_cast<double>(shape.numel() / shape[0])) : 0.25;
    const auto salt = static_cast<Index>(name.size()) * 104729;
    for (Index i = 0; i < stored.numel(); ++i) {
      const double v = static_cast<double>((i * 7919 + salt) % 20011) / 10005.5 - 1;
      const double base = shape.rank() == 1 && around_one ? 1 : 0;
      stored.mutable_span<float>()[i] = static_cast<float>(base + v * spread);
    }
    Tensor target = tensor;
    target.copy_from(layout.from_file(stored).reshape(tensor.shape()));
  }
  network.set_requires_grad(false);
  network.eval();
}

std::filesystem::path data_folder() {
  const char* data = std::getenv("MIEN_DATA");
  return data ? data : "";
}

std::filesystem::path weights(const std::string& name) {
  return data_folder() / "weights" / (name + ".safetensors");
}

boost::test_tools::assertion_result has_weights(boost::unit_test::test_unit_id) {
  boost::test_tools::assertion_result result =
      !data_folder().empty() && std::filesystem::is_directory(data_folder() / "weights");
  result.message() << "MIEN_DATA names no folder with weights";
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(backbones)

BOOST_AUTO_TEST_CASE(parameter_counts) {
  const auto vgg = [](int depth, const char* last) {
    return Vgg({.depth = depth, .taps = {last}}).parameter_count();
  };
  BOOST_TEST(vgg(16, "relu5_3") == 14'714'688);
  BOOST_TEST(vgg(19, "relu5_4") == 20'024'384);
  // VGG-16 has 138,357,544 with fc8 for 1000 classes.
  BOOST_TEST(VggDescriptor(VggDescriptor::Options{}).parameter_count() ==
             138'357'544 - 4097 * 1000);
  BOOST_TEST(AlexNet().parameter_count() == 2'469'696);
  BOOST_TEST(SqueezeNet().parameter_count() == 722'496);
  BOOST_TEST(ParsingUNet().parameter_count() == 467'123);
  BOOST_TEST(Inception(Inception::Options{}).parameter_count() == 21'785'568);
  BOOST_TEST(BiSeNet(BiSeNet::Options{}).parameter_count() == 13'300'416);
}

// The variants differ in their average pools, which counts at every border.
BOOST_AUTO_TEST_CASE(inception_by_formula) {
  const Variable x = picture(107, 107);
  Inception net({.size = 107});
  set_by_formula(net);
  const Variable y = net(x);
  expect_answer("inception", y, {0.195116, 0.294044, 0.000000, 0.160385, 0.846679});
  Inception other({.variant = Inception::Variant::torchvision, .size = 107});
  set_by_formula(other);
  BOOST_TEST(std::abs(y.value().span<float>()[2047] - other(x).value().span<float>()[2047]) > 1e-4);
}

BOOST_AUTO_TEST_CASE(bisenet_by_formula) {
  BiSeNet net(BiSeNet::Options{});
  set_by_formula(net);
  const Variable x = picture(64, 96);
  const BiSeNet::Logits quick = net(x);
  expect_answer("parts", quick.parts, {-0.110558, 2.714583, -1.012368, -1.706026, -0.410735});
  BOOST_TEST(!quick.eighth.defined());
}

// In training there are three heads; all batch norms see the batch.
BOOST_AUTO_TEST_CASE(bisenet_in_training) {
  BiSeNet net({.parts = 8, .width_divisor = 32});
  net.initialize(1);
  const BiSeNet::Logits y = net(Variable(random_normal({2, 32, 64, 3}, Random(1, "x"))));
  for (const Variable& logits : {y.parts, y.eighth, y.sixteenth}) {
    BOOST_TEST(logits.shape() == (Shape{2, 32, 64, 8}));
  }
  BOOST_CHECK_THROW(net(Variable(zeros({1, 40, 64, 3}))), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(taps_of_vgg) {
  Vgg net({.depth = 16, .taps = {"relu3_1", "relu1_2"}, .width_divisor = 32});
  net.initialize(1);
  const auto maps = net(Variable(zeros({1, 16, 16, 3})));
  BOOST_TEST(maps[0].shape() == (Shape{1, 4, 4, 8}));
  BOOST_TEST(maps[1].shape() == (Shape{1, 16, 16, 2}));
  BOOST_CHECK_EXCEPTION(
      Vgg({.depth = 16, .taps = {"relu3_4"}}), std::invalid_argument,
      [](const auto& e) { return std::string(e.what()) == "Vgg: VGG-16 has no layer relu3_4"; });
  BOOST_CHECK_THROW(Vgg({.depth = 11, .taps = {"relu1_1"}}), std::invalid_argument);
  BOOST_CHECK_THROW(Vgg(Vgg::Options{}), std::invalid_argument);
}

// 0 is grey, 127.5 of 255.
BOOST_AUTO_TEST_CASE(inputs_of_vgg, *boost::unit_test::tolerance(1e-4f)) {
  const Variable x(tensor({1, 1, 1, 3}, {0, 1, -1}));
  const auto as = [&](VggInput input) { return vgg_input(x, input).value(); };
  const Tensor caffe = as(VggInput::caffe), torch = as(VggInput::torchvision);
  const Tensor face = as(VggInput::vgg_face);
  BOOST_TEST(caffe.span<float>()[0] == 0 - 103.939f);
  BOOST_TEST(caffe.span<float>()[1] == 255 - 116.779f);
  BOOST_TEST(caffe.span<float>()[2] == 127.5f - 123.68f);
  BOOST_TEST(torch.span<float>()[0] == (0.5f - .485f) / .229f);
  BOOST_TEST(face.span<float>()[0] == 127.5f - 129.1863f);
  BOOST_TEST(face.span<float>()[2] == 0 - 93.5940f);
}

BOOST_AUTO_TEST_CASE(descriptors_of_vgg_have_length_one) {
  VggDescriptor net({.width_divisor = 64});
  net.initialize(1);
  const Tensor y = net(picture(224, 224)).value();
  BOOST_TEST(y.shape() == (Shape{1, 64}));
  double squares = 0;
  for (float v : y.span<float>()) squares += double(v) * v;
  BOOST_TEST(squares == 1, boost::test_tools::tolerance(1e-4));
}

// Part k of the 19 has probability k / 171; background are 0, 3, 8, 9 and 14 to 18.
BOOST_AUTO_TEST_CASE(eight_parts_of_nineteen, *boost::unit_test::tolerance(1e-5f)) {
  std::vector<double> values(19);
  for (std::size_t i = 0; i < 19; ++i) values[i] = static_cast<double>(i) / 171;
  const Tensor eight = eight_parts(Variable(tensor({1, 1, 1, 19}, values))).value();
  const float expected[] = {
      0 + 3 + 8 + 9 + 14 + 15 + 16 + 17 + 18, 1, 6 + 7, 4 + 5, 2, 10, 11 + 12, 13};
  for (int i = 0; i < 8; ++i) BOOST_TEST(eight.span<float>()[i] == expected[i] / 171);
}

BOOST_AUTO_TEST_CASE(vgg_with_published_weights, *boost::unit_test::precondition(has_weights)) {
  const auto net = load_vgg(weights("vgg19_to_relu3_4"), {.taps = {"relu1_1", "relu3_4"}});
  const auto maps = (*net)(picture(64, 68));
  expect_answer("relu1_1", maps[0], {0.489994, 0.792017, 0.000000, 0.000000, 3.556839});
  expect_answer("relu3_4", maps[1], {4.333227, 10.035318, 7.032774, 3.490243, 4.091535});
  const auto caffe = load_vgg(weights("vgg19_caffe_to_relu3_1"), {.taps = {"relu3_1"}});
  expect_answer("caffe", (*caffe)(picture(64, 68))[0],
                {362.989172, 594.852369, 0.000000, 1403.452637, 0.000000});
  BOOST_CHECK_THROW(load_vgg(weights("vgg19_to_relu3_4"), {.taps = {"relu4_1"}}),
                    std::invalid_argument);
}

// The reference pair of the metric's authors.
BOOST_AUTO_TEST_CASE(lpips_of_the_reference_pair, *boost::unit_test::precondition(has_weights)) {
  const Lpips lpips(Lpips::Network::squeeze, weights("lpips_squeeze_and_lins"));
  const auto image = [](const char* name) {
    const Tensor bytes = read_image(data_folder() / "lpips_example" / name);
    const Tensor batch = bytes.to(DType::float32).reshape({1, 64, 64, 3});
    return Variable(batch) / 127.5 - 1.0;
  };
  const Variable reference = image("ex_ref.png");
  BOOST_TEST(std::abs(lpips(reference, image("ex_p0.png")).item() - 0.7110) < 1e-4);
  BOOST_TEST(std::abs(lpips(reference, image("ex_p1.png")).item() - 0.1479) < 1e-4);
  BOOST_TEST(lpips(reference, reference).item() == 0);
}

BOOST_AUTO_TEST_CASE(descriptor_with_published_weights,
                     *boost::unit_test::precondition(has_weights)) {
  const auto net = load_mobile_face_net(weights("mobilefacenet_foamliu"));
  expect_answer("mobile_face_net", (*net)(picture(112, 112)),
                {-0.003148, 0.088332, 0.003448, -0.010929, 0.053546}, 1e-3);
}

BOOST_AUTO_TEST_CASE(landmarks_with_published_weights,
                     *boost::unit_test::precondition(has_weights)) {
  const auto net = load_landmark_net(weights("pfld68_cunjian"));
  expect_answer("landmark_net", (*net)(picture(112, 112)),
                {0.488265, 0.170980, 0.216091, 0.591971, 0.557677}, 1e-3);
  BOOST_CHECK_THROW(load_landmark_net(weights("mobilefacenet_foamliu")), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(parsing_with_published_weights, *boost::unit_test::precondition(has_weights)) {
  const auto file = weights("face_parsing_unet19_simonenkel");
  ParsingUNet plain;
  load_state(plain, read_safetensors(file));
  const Variable x = picture(64, 68);
  const Tensor unordered = plain(x).value();
  expect_answer("parsing_unet", Variable(unordered),
                {-7.644286, 7.557408, 3.540828, 2.461753, -2.381185});
  const Tensor ordered = (*load_parsing_unet(file))(x).value();
  BOOST_TEST(ordered.span<float>()[10] == unordered.span<float>()[14]);  // the mouth
  BOOST_TEST(ordered.span<float>()[16] == -1e4f);                        // a necklace is never seen
}

BOOST_AUTO_TEST_SUITE_END()
