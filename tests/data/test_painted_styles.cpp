#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <set>
#include <thread>
#include <vector>

#include "data/painted_styles.h"
#include "data/synthetic_face.h"

using namespace mien;

namespace {

Tensor face_of(std::uint64_t identity, Index size) {
  return render_face(draw_identity(1, identity), draw_photo(1, identity, 0), size);
}

bool same_bits(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && std::memcmp(a.raw(), b.raw(), a.bytes()) == 0;
}

double psnr(const Tensor& a, const Tensor& b) {
  double sum = 0;
  for (Index i = 0; i < a.numel(); ++i) {
    sum += std::pow(double(a.data<std::uint8_t>()[i]) - b.data<std::uint8_t>()[i], 2);
  }
  return 10 * std::log10(255.0 * 255.0 * a.numel() / sum);
}

const Random kHand(3, "test.paint");

}  // namespace

BOOST_AUTO_TEST_SUITE(painted_styles)

BOOST_AUTO_TEST_CASE(three_are_seen_and_five_unseen) {
  BOOST_TEST(seen_styles().size() == 3u);
  BOOST_TEST(unseen_styles().size() == 5u);
  std::set<PaintedStyle> all(seen_styles().begin(), seen_styles().end());
  all.insert(unseen_styles().begin(), unseen_styles().end());
  BOOST_TEST(all.size() == kPaintedStyles.size());
}

BOOST_AUTO_TEST_CASE(names_go_both_ways) {
  for (auto style : kPaintedStyles) BOOST_TEST((painted_style(name_of(style)) == style));
  BOOST_CHECK_EXCEPTION(painted_style("candy"), std::invalid_argument, [](const auto& error) {
    return std::string(error.what()).find("watercolour") != std::string::npos;
  });
}

BOOST_AUTO_TEST_CASE(the_same_hand_paints_the_same_picture) {
  const Tensor face = face_of(1, 32);
  for (auto style : kPaintedStyles) {
    const Tensor once = paint(face, style, kHand);
    BOOST_TEST(same_bits(once, paint(face, style, kHand)), name_of(style));
    BOOST_TEST(!same_bits(once, paint(face, style, kHand.at(1))), name_of(style));
  }
}

BOOST_AUTO_TEST_CASE(painting_in_threads_changes_nothing) {
  const Tensor face = face_of(1, 32);
  std::vector<Tensor> painted(kPaintedStyles.size());
  const auto every_second = [&](std::size_t first) {
    for (std::size_t i = first; i < painted.size(); i += 2) {
      painted[i] = paint(face, kPaintedStyles[i], kHand);
    }
  };
  std::thread even(every_second, 0), odd(every_second, 1);
  even.join();
  odd.join();
  for (std::size_t i = 0; i < painted.size(); ++i) {
    BOOST_TEST(same_bits(painted[i], paint(face, kPaintedStyles[i], kHand)));
  }
}

BOOST_AUTO_TEST_CASE(styles_differ_from_the_photo_and_from_each_other) {
  const int faces = 6;
  for (auto style : kPaintedStyles) {
    double from_photo = 0;
    for (int i = 0; i < faces; ++i) {
      const Tensor face = face_of(i, 64), painted = paint(face, style, kHand.at(i));
      from_photo += psnr(face, painted) / faces;
      for (auto other : kPaintedStyles) {
        if (other > style) BOOST_TEST(psnr(painted, paint(face, other, kHand.at(i))) < 20);
      }
    }
    BOOST_TEST((from_photo > 8 && from_photo < 15), name_of(style)
                                                        << " at " << from_photo << " dB");
  }
}

BOOST_AUTO_TEST_CASE(odd_sizes_keep_their_shape) {
  for (auto shape : {Shape{8, 8, 3}, Shape{37, 61, 3}}) {
    const Tensor grey = full(shape, 120, DType::uint8);
    for (auto style : kPaintedStyles) BOOST_TEST(paint(grey, style, kHand).shape() == shape);
  }
}

BOOST_AUTO_TEST_CASE(anything_but_an_image_is_refused) {
  const auto refused = [](const Tensor& image) {
    BOOST_CHECK_THROW(paint(image, PaintedStyle::mosaic, kHand), std::invalid_argument);
  };
  refused({});
  refused(zeros({32, 32, 3}));
  refused(zeros({32, 32, 1}, DType::uint8));
  refused(zeros({1, 32, 32, 3}, DType::uint8));
  refused(zeros({4, 32, 3}, DType::uint8));
}

BOOST_AUTO_TEST_SUITE_END()
