#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstdlib>
#include <filesystem>

#include "models/style/load_style.h"

using namespace mien;

// Published weights are not part of the repository. With MIEN_DATA naming a folder that holds
// weights/style, they must paint what PyTorch paints: see make_style_networks.py.
namespace {

struct Published {
  const char* name;
  Index parameters;
  double expected[7];  // means of the channels, deviation, three pixels
};

const Published kPublished[] = {
    {"candy", 424899, {0.370195, 0.096411, -0.052536, 0.521096, -0.384435, 0.435291, -0.217628}},
    {"feathers", 424899, {0.563473, 0.593696, 0.573750, 0.342921, 0.149763, 0.623880, 0.323456}},
    {"la_muse",
     424899,
     {-0.159261, -0.101075, -0.335621, 0.382811, -0.546727, -0.305714, -0.461792}},
    {"microast_arbitrary",
     471987,
     {-0.020578, -0.011809, -0.103618, 0.457832, -0.748761, -0.617167, -0.182825}},
    {"mosaic", 424899, {0.398994, 0.299019, 0.285815, 0.403436, 0.440137, 0.413279, 0.229754}},
    {"starry_night_fritz",
     108777,
     {-0.398528, -0.271243, -0.106610, 0.325661, -0.597088, 0.006528, 0.260974}},
    {"the_scream",
     424899,
     {-0.090963, -0.346061, -0.592343, 0.412823, -0.531087, -0.130057, -0.314184}},
    {"udnie", 424899, {-0.168671, -0.154120, -0.175488, 0.443385, -0.507394, -0.420968, -0.170938}},
};

Tensor formula_image(Index height, Index width) {
  Tensor image({height, width, 3}, DType::uint8);
  auto* pixel = image.mutable_data<std::uint8_t>();
  for (Index h = 0; h < height; ++h) {
    for (Index w = 0; w < width; ++w) {
      for (Index c = 0; c < 3; ++c) {
        *pixel++ = static_cast<std::uint8_t>((5 * h + 3 * w + 40 * c + h * w / 7) % 200 + 20);
      }
    }
  }
  return image;
}

std::vector<double> numbers_of(const Tensor& painted) {
  const auto y = painted.span<float>();
  double sums[3] = {}, squares = 0;
  for (std::size_t i = 0; i < y.size(); ++i) {
    sums[i % 3] += y[i];
    squares += double(y[i]) * y[i];
  }
  const auto count = static_cast<double>(y.size());
  const double mean = (sums[0] + sums[1] + sums[2]) / count;
  const auto at = [&](Index h, Index w, Index c) { return y[(h * painted.dim(2) + w) * 3 + c]; };
  return {3 * sums[0] / count, 3 * sums[1] / count,
          3 * sums[2] / count, std::sqrt((squares - count * mean * mean) / (count - 1)),
          at(0, 0, 0),         at(31, 40, 1),
          at(63, 67, 2)};
}

boost::test_tools::assertion_result has_published_weights(boost::unit_test::test_unit_id) {
  const char* data = std::getenv("MIEN_DATA");
  boost::test_tools::assertion_result result =
      data != nullptr &&
      std::filesystem::is_directory(std::filesystem::path(data) / "weights/style");
  result.message() << "MIEN_DATA names no folder with weights/style";
  return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(published_styles)

BOOST_AUTO_TEST_CASE(paint_as_pytorch_does_with_the_published_weights,
                     *boost::unit_test::precondition(has_published_weights)) {
  const char* data = std::getenv("MIEN_DATA");
  for (const Published& style : kPublished) {
    const auto path = std::filesystem::path(data) / "weights/style" / style.name;
    const bool arbitrary = std::string(style.name).starts_with("microast");
    const auto network =
        load_style(path.string() + ".safetensors", arbitrary ? formula_image(96, 80) : Tensor());
    BOOST_TEST(network->parameter_count() == style.parameters);
    Tensor photo = formula_image(64, 68).to(DType::float32).reshape({1, 64, 68, 3});
    for (float& value : photo.mutable_span<float>()) value = value / 127.5f - 1;
    const auto numbers = numbers_of((*network)(Variable(photo)).value());
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      BOOST_TEST(std::abs(numbers[i] - style.expected[i]) < 1e-3,
                 style.name << ": number " << i << " is " << numbers[i] << " in place of "
                            << style.expected[i]);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
