#include "training/feed.h"

#include <boost/test/unit_test.hpp>

using namespace mien;

BOOST_AUTO_TEST_SUITE(feed_suite)

BOOST_AUTO_TEST_CASE(on_the_cpu_batches_are_what_the_source_made) {
  const Tensor input = full({2, 4, 4, 3}, 0.5), target = full({2, 4, 4, 3}, -0.5);
  Index made = 0;
  BatchFeed feed(
      [&] {
        return Batch{.portraits = {made++, 7},
                     .input = input,
                     .target = target,
                     .mirrored = {},
                     .fields = {{"attributes", input}}};
      },
      kCpu);
  for (Index step = 0; step < 3; ++step) {
    const FedBatch batch = feed.next();
    BOOST_TEST((batch.portraits == std::vector<Index>{step, 7}));
    BOOST_TEST(batch.samples.input.raw() == input.raw());
    BOOST_TEST(batch.samples.target.raw() == target.raw());
    BOOST_TEST(batch.samples.fields.at("attributes").raw() == input.raw());
    BOOST_TEST(made == step + 1);  // none ahead of the loader's own
  }
}

BOOST_AUTO_TEST_CASE(on_the_cpu_a_failure_comes_out_at_once) {
  BatchFeed feed([]() -> Batch { throw std::runtime_error("a broken disk"); }, kCpu);
  BOOST_CHECK_THROW(feed.next(), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
