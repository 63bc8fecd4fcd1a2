// Batches on their way to a card: they arrive whole and in order, whatever the card is doing.
#include "training/feed.h"

#include <boost/test/unit_test.hpp>
#include <numeric>

#include "autograd/grad_mode.h"
#include "autograd/ops/matmul.h"
#include "tests/cuda/accuracy.h"
#include "tests/cuda/card.h"
#include "tests/data/normalized.h"
#include "tests/data/small_dataset.h"
#include "tests/data/temporary_folder.h"
#include "tests/models/built_system.h"

using namespace mien;

namespace {

Tensor random_pixels(const Shape& shape, const Random& random) {
  Tensor pixels(shape, DType::uint8);
  std::uint8_t* values = pixels.mutable_data<std::uint8_t>();
  for (Index i = 0; i < pixels.numel(); ++i) {
    values[i] = static_cast<std::uint8_t>(random.bits(static_cast<std::uint64_t>(i)));
  }
  return pixels;
}

// Batch `number`: of pixels, every third sample mirrored, with one field.
Batch batch_of_pixels(Index number, Index count, Index side) {
  const Random random(3, "batch", static_cast<std::uint64_t>(number));
  Batch batch{.position = number * count,
              .portraits = {number},
              .input = random_pixels({count, side, side, 3}, random.at(0)),
              .target = random_pixels({count, side, side, 3}, random.at(1)),
              .mirrored = zeros({count}, DType::uint8),
              .fields = {{"attributes", random_normal({count, 5}, random.at(2))}}};
  for (Index i = 0; i < count; i += 3) batch.mirrored.mutable_data<std::uint8_t>()[i] = 1;
  return batch;
}

void expect_arrived(const FedBatch& fed, const Batch& batch) {
  BOOST_TEST((fed.portraits == batch.portraits));
  BOOST_TEST(fed.samples.input.device() == kCard);
  BOOST_TEST(same_bits(fed.samples.input.to(kCpu), normalized(batch.input, batch.mirrored)));
  BOOST_TEST(same_bits(fed.samples.target.to(kCpu), normalized(batch.target, batch.mirrored)));
  BOOST_REQUIRE(fed.samples.fields.size() == batch.fields.size());
  for (const auto& [name, values] : batch.fields) {
    BOOST_TEST(same_bits(fed.samples.fields.at(name).to(kCpu), values));
  }
}

// Some work for the card: about 10 ms of one that is real.
Tensor queue_work() {
  const Index size = card_is_real() ? 4096 : 16;
  const NoGrad guard;
  const Variable a(full({size, size}, 1e-3, DType::float32, kCard));
  Variable product = a;
  for (int i = 0; i < 4; ++i) product = matmul(product, a);
  return product.value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(feed_on_card_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(batches_arrive_in_order_while_the_card_is_busy) {
  constexpr Index kCount = 10;
  Index made = 0;
  BatchFeed feed([&] { return batch_of_pixels(made++, 7, 64); }, kCard);
  std::vector<FedBatch> fed;
  for (Index i = 0; i < kCount; ++i) {
    queue_work();  // nobody waits for it: copies are queued behind it
    fed.push_back(feed.next());
  }
  for (Index i = 0; i < kCount; ++i) expect_arrived(fed[i], batch_of_pixels(i, 7, 64));
}

BOOST_AUTO_TEST_CASE(every_level_of_every_image_is_that_of_the_host) {
  Batch all = batch_of_pixels(0, 2, 16);
  for (Index i = 0; i < all.input.numel(); ++i) {
    all.input.mutable_data<std::uint8_t>()[i] = static_cast<std::uint8_t>(i);
  }
  BatchFeed feed([&] { return all; }, kCard);
  expect_arrived(feed.next(), all);
}

BOOST_AUTO_TEST_CASE(sizes_may_change_between_batches) {
  const Index counts[] = {2, 9, 1, 9, 30, 30, 3, 1};
  std::size_t made = 0;
  const auto batch = [&](std::size_t i) {
    return batch_of_pixels(static_cast<Index>(i), counts[i % std::size(counts)], 16);
  };
  BatchFeed feed([&] { return batch(made++); }, kCard);
  for (std::size_t i = 0; i < std::size(counts); ++i) expect_arrived(feed.next(), batch(i));
}

BOOST_AUTO_TEST_CASE(a_failure_comes_after_the_batches_before_it) {
  Index made = 0;
  BatchFeed feed(
      [&] {
        if (made == 3) throw std::runtime_error("a broken disk");
        return batch_of_pixels(made++, 2, 8);
      },
      kCard);
  for (Index i = 0; i < 3; ++i) expect_arrived(feed.next(), batch_of_pixels(i, 2, 8));
  for (int again = 0; again < 2; ++again) BOOST_CHECK_THROW(feed.next(), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(it_may_end_with_batches_on_their_way) {
  for (Index taken = 0; taken < 6; ++taken) {
    Index made = 0;
    std::vector<FedBatch> fed;
    {
      BatchFeed feed([&] { return batch_of_pixels(made++, 8, 64); }, kCard);
      for (Index i = 0; i < taken; ++i) {
        queue_work();
        fed.push_back(feed.next());
      }
    }
    for (Index i = 0; i < taken; ++i) {
      expect_arrived(fed[static_cast<std::size_t>(i)], batch_of_pixels(i, 8, 64));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_loader_feeds_the_same_images_either_way) {
  const TemporaryFolder folder;
  write_small_dataset(folder / "set");
  const Dataset set(folder / "set");
  std::vector<Index> all(static_cast<std::size_t>(set.portrait_count()));
  std::iota(all.begin(), all.end(), 0);
  LoaderOptions options{.batch = 7, .seed = 9, .mirror = true, .repaint = 0};
  for (const double repaint : {0.0, 0.5}) {
    options.repaint = repaint;
    options.pixels = false;
    Loader host(set, all, options);
    options.pixels = true;
    Loader loader(set, all, options);
    BatchFeed feed([&] { return loader.next(); }, kCard);
    for (int step = 0; step < 10; ++step) expect_arrived(feed.next(), host.next());
  }
}

// Two systems draw the same first weights, and one is fed.
BOOST_AUTO_TEST_CASE(steps_from_a_feed_are_those_without) {
  const With same_bits_again({.deterministic = true});
  const std::vector<std::string> settings = {"network=srn_p", "objective=srn_dn"};
  BuiltSystem fed("ifrp", settings, kCard), told("ifrp", settings, kCard);
  Index made = 0;
  BatchFeed feed([&] { return batch_of_pixels(made++, 3, 64); }, kCard);
  for (Index step = 0; step < 5; ++step) {
    const Batch batch = batch_of_pixels(step, 3, 64);
    const TrainingBatch samples{normalized(batch.input, batch.mirrored),
                                normalized(batch.target, batch.mirrored)};
    FedBatch given = feed.next();
    given.samples.fields.clear();
    const StepReport a = fed.recipe->step(given.samples, {.step = step});
    const StepReport b = told.recipe->step(to(samples, kCard), {.step = step});
    BOOST_REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      BOOST_TEST_CONTEXT("step " << step << ", " << a[i].name) {
        BOOST_TEST(a[i].value == b[i].value, boost::test_tools::tolerance(1e-4));
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
