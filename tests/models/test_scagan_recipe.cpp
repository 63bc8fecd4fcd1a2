#include <boost/test/unit_test.hpp>

#include "models/scagan/networks.h"
#include "tests/models/sketch_run.h"

using namespace mien;

// What SCA-GAN shares with other systems is in test_sketch_recipe.cpp.
BOOST_AUTO_TEST_SUITE(scagan_recipe)

// Of both stages, which see the sketch, or it and stage I's photograph.
BOOST_AUTO_TEST_CASE(parameter_counts) {
  BOOST_TEST(TwoEncoderUNet({.face_channels = 1}).parameter_count() == 93'496'003);
  BOOST_TEST(TwoEncoderUNet({.face_channels = 1 + 3}).parameter_count() == 93'499'075);
}

// The photograph's parsing is asked for where it weighs the error.
BOOST_AUTO_TEST_CASE(whose_parsing_weighs_the_error) {
  SketchRun sketch("scagan"), photo("scagan", {"loss.parts=photo"});
  BOOST_TEST(names_of(sketch.recipe->fields()) == "sketch_parsing ");
  BOOST_TEST(names_of(photo.recipe->fields()) == "parsing sketch_parsing ");
  TrainingBatch batch = batch_with_parsings(1);
  fill(batch.fields.at("parsing"), 0);  // no part: the whole image's error is left
  const double with = value(sketch.step(0, batch), "first_compositional");
  const double without = value(photo.step(0, batch), "first_compositional");
  BOOST_TEST(without == 0.7 * with, boost::test_tools::tolerance(1e-5));  // the parts cover all
  batch.fields.erase("parsing");
  sketch.step(1, batch);
  BOOST_CHECK_THROW(photo.step(1, batch), std::invalid_argument);
}

// CA-GAN is stage I, step by step; stage II teaches it nothing.
BOOST_AUTO_TEST_CASE(stage_one_learns_alone) {
  SketchRun both("scagan"), alone("scagan", {"stages=1"});
  for (Index at = 0; at < 2; ++at) {
    const StepReport a = both.step(at), b = alone.step(at);
    BOOST_TEST(value(a, "d_1_loss") == value(b, "d_1_loss"));
    BOOST_TEST(value(a, "first_adversarial") == value(b, "first_adversarial"));
  }
  BOOST_TEST(both.size_of("first") == alone.size_of("first"));
  const TrainingBatch batch = batch_with_parsings(1);
  SketchRun first("scagan", {"stage=first"}), last("scagan"), cagan("scagan", {"stages=1"});
  BOOST_TEST((first.photo_of(batch) == cagan.photo_of(batch)));
  BOOST_TEST((first.photo_of(batch) != last.photo_of(batch)));
}

BOOST_AUTO_TEST_CASE(every_reading_of_the_paper_trains) {
  expect_training("scagan", {{"patch_layers=3", "patch_padding=1"},
                             {"loss.compositional_form=area", "loss.adversarial=non_saturating"},
                             {"loss.compositional=0", "loss.adversarial=min_max"}});
  BOOST_CHECK_THROW(SketchRun("scagan", {"stages=3"}), std::invalid_argument);
  BOOST_CHECK_THROW(SketchRun("scagan", {"patch_layers=5", "patch_padding=1"}),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
