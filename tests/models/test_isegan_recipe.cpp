#include <boost/test/unit_test.hpp>

#include "tests/models/sketch_run.h"

using namespace mien;

// What ISEGAN shares with other systems is in test_sketch_recipe.cpp.
BOOST_AUTO_TEST_SUITE(isegan_recipe)

BOOST_AUTO_TEST_CASE(samples_carry_both_parsings) {
  const SketchRun run("isegan");
  BOOST_TEST(names_of(run.recipe->fields()) == "parsing sketch_parsing ");
}

BOOST_AUTO_TEST_CASE(every_reading_of_the_paper_trains) {
  expect_training("isegan",
                  {{"dip.fusion=bottleneck", "dip.norm=spade"},
                   {"se.parsing=sketch", "loss.parsing=0", "loss.delta=1"},
                   {"dip.norm=spade_and_features", "dip.shortcut=input"},
                   {"loss.adversarial=least_squares", "loss.parsing_norm=norm", "patch_padding=2"},
                   {"loss.adversarial=min_max", "loss.compositional_form=whole",
                    "loss.parsing_norm=mean_square"},
                   {"loss.compositional=0", "loss.parsing=0", "loss.alpha=0"}});
  BOOST_CHECK_THROW(SketchRun("isegan", {"dip.fusion=middle"}), std::invalid_argument);
  BOOST_CHECK_THROW(SketchRun("isegan", {"dip.shortcut=input"}), std::invalid_argument);
}

// Stage I's photographs depend on stage I alone.
BOOST_AUTO_TEST_CASE(either_stage_may_be_shown) {
  SketchRun first("isegan", {"stage=first"}), second("isegan"),
      same("isegan", {"stage=first", "se.parsing=sketch"});
  const TrainingBatch batch = batch_with_parsings(1);
  BOOST_TEST((first.photo_of(batch) == same.photo_of(batch)));
  BOOST_TEST((first.photo_of(batch) != second.photo_of(batch)));
}

BOOST_AUTO_TEST_SUITE_END()
