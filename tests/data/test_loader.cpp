#include "data/loader.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <numeric>

#include "data/in_order.h"
#include "tests/data/normalized.h"
#include "tests/data/small_dataset.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

struct Fixture {
  TemporaryFolder folder;
  Fixture() { write_small_dataset(folder / "set"); }
  Dataset dataset() const { return Dataset(folder / "set"); }
};

std::vector<Index> all_of(const Dataset& dataset) {
  std::vector<Index> portraits(static_cast<std::size_t>(dataset.portrait_count()));
  std::iota(portraits.begin(), portraits.end(), 0);
  return portraits;
}

int level(float value) { return static_cast<int>((value + 1) * 127.5f + 0.5f); }

}  // namespace

BOOST_FIXTURE_TEST_SUITE(loader, Fixture)

BOOST_AUTO_TEST_CASE(input_and_target_belong_together) {
  const Dataset set = dataset();
  Loader loader(set, all_of(set), {.batch = 3, .seed = 5});
  for (int step = 0; step < 20; ++step) {
    const Batch batch = loader.next();
    BOOST_TEST(batch.position == 3 * step);
    BOOST_TEST(batch.input.shape() == (Shape{3, 4, 4, 3}));
    for (Index i = 0; i < 3; ++i) {
      const int mark = level(batch.input.data<float>()[i * 48]);
      BOOST_TEST(mark % 100 == level(batch.target.data<float>()[i * 48]));
      BOOST_TEST(mark / 100 == 1 + set.style_of(batch.portraits[static_cast<std::size_t>(i)]));
    }
  }
}

BOOST_AUTO_TEST_CASE(an_epoch_visits_each_once_in_a_new_order) {
  const Dataset set = dataset();
  Loader loader(set, all_of(set), {.batch = 20, .seed = 5});
  auto first = loader.next().portraits, second = loader.next().portraits;
  BOOST_TEST((first != second));
  std::sort(first.begin(), first.end());
  BOOST_TEST((first == all_of(set)));
}

BOOST_AUTO_TEST_CASE(the_position_is_the_whole_state) {
  const Dataset set = dataset();
  const LoaderOptions options{.batch = 7, .seed = 9, .mirror = true};
  Loader whole(set, all_of(set), options);
  for (int step = 0; step < 4; ++step) whole.next();
  Loader resumed(set, all_of(set), options, 4 * options.batch);
  for (int step = 0; step < 6; ++step) {
    const Batch a = whole.next(), b = resumed.next();
    BOOST_TEST((a.portraits == b.portraits));
    BOOST_TEST(std::equal(a.input.data<float>(), a.input.data<float>() + a.input.numel(),
                          b.input.data<float>()));
  }
}

BOOST_AUTO_TEST_CASE(mirroring_turns_both_images) {
  const Dataset set = dataset();
  Loader loader(set, all_of(set), {.batch = 20, .seed = 2, .mirror = true});
  int mirrored = 0;
  for (int epoch = 0; epoch < 10; ++epoch) {
    const Batch batch = loader.next();
    for (Index i = 0; i < 20; ++i) {
      const int column = level(batch.input.data<float>()[i * 48 + 1]);  // green, at the left
      BOOST_TEST(column == level(batch.target.data<float>()[i * 48 + 1]));
      BOOST_TEST((column == 0 || column == 3));
      mirrored += column == 3;
    }
  }
  BOOST_TEST((60 < mirrored && mirrored < 140));
}

BOOST_AUTO_TEST_CASE(pixels_are_the_same_images) {
  const Dataset set = dataset();
  for (const double repaint : {0.0, 0.5}) {
    LoaderOptions options{.batch = 7, .seed = 9, .mirror = true, .repaint = repaint};
    Loader floats(set, all_of(set), options);
    options.pixels = true;
    Loader pixels(set, all_of(set), options);
    for (int step = 0; step < 6; ++step) {
      const Batch a = floats.next(), b = pixels.next();
      BOOST_TEST(b.input.dtype() == (repaint > 0 ? DType::float32 : DType::uint8));
      BOOST_TEST(b.target.dtype() == DType::uint8);
      BOOST_TEST(same_bits(a.input, normalized(b.input, b.mirrored)));
      BOOST_TEST(same_bits(a.target, normalized(b.target, b.mirrored)));
    }
  }
}

BOOST_AUTO_TEST_CASE(without_shuffling_the_order_is_given) {
  const Dataset set = dataset();
  Loader loader(set, {4, 2, 9}, {.batch = 4, .shuffle = false});
  BOOST_TEST((loader.next().portraits == std::vector<Index>{4, 2, 9, 4}));
}

BOOST_AUTO_TEST_CASE(what_the_thread_throws_comes_out_of_next) {
  const Dataset set = dataset();
  Loader loader(set, {0, 77}, {.batch = 2});
  BOOST_CHECK_THROW(loader.next(), std::out_of_range);
  BOOST_CHECK_THROW(loader.next(), std::out_of_range);
}

BOOST_AUTO_TEST_CASE(waiting_is_measured_and_stopping_is_clean) {
  const Dataset set = dataset();
  for (int i = 0; i < 20; ++i) {
    Loader loader(set, all_of(set), {.batch = 2, .prefetch = 3});
    BOOST_TEST(loader.last_cost() == 0);
    if (i % 2 == 0) continue;
    loader.next();
    BOOST_TEST(loader.last_cost() > loader.last_wait());  // by the work of making the batch
  }
}

BOOST_AUTO_TEST_CASE(bad_options_are_refused) {
  const Dataset set = dataset();
  BOOST_CHECK_THROW(Loader(set, {}, {}), std::invalid_argument);
  BOOST_CHECK_THROW(Loader(set, {1}, {.batch = 0}), std::invalid_argument);
  BOOST_CHECK_THROW(Loader(set, {1}, {.prefetch = 0}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(work_on_threads_is_handed_over_in_order) {
  for (const int threads : {1, 2, 5}) {
    std::vector<Index> squares;
    make_in_order(
        200, threads, [](Index i) { return i * i; },
        [&](Index i, Index square) {
          BOOST_TEST(square == i * i);
          squares.push_back(square);
        });
    BOOST_TEST(squares.size() == 200u);
    const auto fail_late = [](Index i) { return i < 150 ? i : throw std::runtime_error("late"); };
    BOOST_CHECK_THROW(make_in_order(200, threads, fail_late, [](Index, Index) {}),
                      std::runtime_error);
  }
}

BOOST_AUTO_TEST_SUITE_END()
