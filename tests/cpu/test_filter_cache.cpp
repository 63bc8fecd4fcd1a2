#include "cpu/filter_cache.h"

#include <boost/test/unit_test.hpp>

#include "cpu/conv2d_winograd.h"
#include "tensor/random.h"

using namespace mien;
using cpu::FilterCache;

namespace {

const Conv2dGeometry kGeometry{.batch = 1,
                               .in_height = 12,
                               .in_width = 12,
                               .in_channels = 16,
                               .out_height = 12,
                               .out_width = 12,
                               .out_channels = 32,
                               .kernel_height = 3,
                               .kernel_width = 3,
                               .stride_h = 1,
                               .stride_w = 1,
                               .dilation_h = 1,
                               .dilation_w = 1,
                               .pad_top = 1,
                               .pad_left = 1,
                               .groups = 1};

/// Weights of 8 floats, and how often they were transformed.
struct Weights {
  Tensor values = zeros({8});
  int transforms = 0;

  void use(Conv2dPass pass = Conv2dPass::forward) {
    const cpu::FilterKey key{values.data<float>(), kGeometry, pass, 0, 0, 1};
    const Tensor filters = FilterCache::get(key, values.version(), [&] {
      ++transforms;
      return values.clone();
    });
    BOOST_TEST(filters.data<float>()[0] == values.data<float>()[0]);
  }
  void write(double value) { fill(values, value); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(filter_cache)

BOOST_AUTO_TEST_CASE(what_a_step_used_twice_is_kept_between_the_uses_of_the_next) {
  FilterCache cache;
  Weights w;
  for (int transforms : {2, 1, 1}) {
    w.transforms = 0;
    const FilterCache::Scope step(cache);
    w.use();
    BOOST_TEST(cache.bytes() == (transforms == 1 ? w.values.bytes() : 0));
    w.use();
    BOOST_TEST(cache.bytes() == 0);
    BOOST_TEST(w.transforms == transforms);
  }
}

// A discriminator: two uses in its own step, one after its update in the generator's.
BOOST_AUTO_TEST_CASE(written_weights_are_other_weights) {
  FilterCache cache;
  Weights w;
  for (int transforms : {3, 2, 2}) {
    w.transforms = 0;
    const FilterCache::Scope step(cache);
    w.use();
    w.use();
    w.write(w.transforms + 1);
    w.use();
    BOOST_TEST(cache.bytes() == 0);
    BOOST_TEST(w.transforms == transforms);
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_kept_from_step_to_step_or_outside_of_one) {
  FilterCache cache;
  Weights w;
  for (int step = 0; step < 3; ++step) {
    const FilterCache::Scope scope(cache);
    w.use();
    w.use();
    w.use();
  }
  {
    const FilterCache::Scope cut_short(cache);
    w.use();
    BOOST_TEST(cache.bytes() > 0);
  }
  BOOST_TEST(cache.bytes() == 0);
  w.transforms = 0;
  w.use();
  w.use();
  BOOST_TEST(w.transforms == 2);
}

BOOST_AUTO_TEST_CASE(products_and_passes_have_filters_of_their_own) {
  FilterCache cache;
  Weights w;
  for (int transforms : {4, 2}) {
    w.transforms = 0;
    const FilterCache::Scope step(cache);
    for (const auto pass : {Conv2dPass::forward, Conv2dPass::input_gradient}) {
      w.use(pass);
      w.use(pass);
    }
    BOOST_TEST(w.transforms == transforms);
  }
}

BOOST_AUTO_TEST_CASE(no_more_than_the_limit_is_kept) {
  FilterCache cache;
  Weights a, b;
  for (int step = 0; step < 2; ++step) {
    const FilterCache::Scope scope(cache, a.values.bytes());
    a.transforms = b.transforms = 0;
    for (int use = 0; use < 2; ++use) {
      a.use();
      b.use();
      BOOST_TEST(cache.bytes() <= a.values.bytes());
    }
  }
  BOOST_TEST(a.transforms == 1);
  BOOST_TEST(b.transforms == 2);
}

// What the convolution finds kept gives the bits that it would have transformed.
BOOST_AUTO_TEST_CASE(convolutions_have_the_same_bits) {
  const auto random = [](const Shape& shape, const char* name) {
    return random_normal(shape, Random(1, name), 0, 1, DType::float32);
  };
  Tensor x = random({1, 12, 12, 16}, "x"), w = random({32, 3, 3, 16}, "w");
  const auto convolved = [&] {
    Tensor y({1, 12, 12, 32});
    cpu::winograd::conv2d(cpu::context(), kGeometry, x.data<float>(),
                          {w.data<float>(), w.version()}, {}, y.mutable_data<float>());
    return y;
  };
  FilterCache cache;
  for (int step = 0; step < 2; ++step) {
    w.copy_from(random({32, 3, 3, 16}, step ? "second" : "first"));
    const Tensor alone = convolved();
    const FilterCache::Scope scope(cache);
    for (int use = 0; use < 2; ++use) {
      const Tensor y = convolved();
      BOOST_TEST((cache.bytes() > 0) == (step == 1 && use == 0));
      BOOST_TEST(std::equal(y.raw(), y.raw() + y.bytes(), alone.raw()));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
