// What single systems ask of the programs: guides, parsings, tiny faces, attributes.
#include <boost/test/unit_test.hpp>

#include "tests/apps/small_run.h"

using namespace mien;
namespace fs = std::filesystem;

BOOST_FIXTURE_TEST_SUITE(systems_in_programs, SmallRun)

// WarpNet alone for two steps, then all of it; on photographs of poor quality.
BOOST_AUTO_TEST_CASE(gfrnet_restores_with_a_guide) {
  BOOST_TEST(
      run("mien-dataset", "degrade --faces " + at("faces") + " --seed 3 --out " + at("degraded"))
          .code == 0);
  const CommandResult trained =
      train("run", "--data " + at("degraded") + " --set warp_steps=2", "", "gfrnet");
  BOOST_TEST(trained.code == 0);
  BOOST_TEST(mentions(trained, "WarpNet learns alone for 2 steps"));
  const std::string model = "--model " + at("run") + "/weights.safetensors ";
  const CommandResult evaluated =
      run("mien-evaluate", model + "--by-style --data " + at("degraded"));
  BOOST_TEST(evaluated.code == 0);
  BOOST_TEST(mentions(evaluated, "bicubic_8x"));
  BOOST_TEST(mentions(evaluated, "degraded_1"));
  BOOST_TEST(!mentions(evaluated, "unseen"));
  const std::string picture = at("run") + "/samples/step_00000004.png", out = " --out " + at("r");
  check_refused(run("mien-recover", model + picture + out), 1,
                "gfrnet needs --guide FILE, a good photograph of the same person");
  BOOST_TEST(run("mien-recover", model + picture + " --guide " + picture + out).code == 0);
  train("other");
  check_refused(run("mien-recover", "--model " + at("other") + "/weights.safetensors " + picture +
                                        " --guide " + picture + out),
                1, "fdnn takes no guide");
}

// Sketches come with their parsings, in data sets as in files.
BOOST_AUTO_TEST_CASE(isegan_needs_the_parsing_of_a_sketch) {
  const CommandResult trained = train("run", "--data " + at("sketches"), "", "isegan");
  BOOST_TEST(trained.code == 0);
  BOOST_TEST(mentions(trained, "no VGG-19 weights given"));
  const std::string model = "--model " + at("run") + "/weights.safetensors ";
  const std::string picture = at("run") + "/samples/step_00000004.png", out = " --out " + at("r");
  const auto recover = [&](const std::string& parsing) {
    return run("mien-recover", model + picture + out + " --parsing " + at(parsing));
  };
  fs::create_directory(at("maps"));
  write_parsing("maps/" + fs::path(picture).filename().string(), picture);
  check_refused(
      run("mien-recover", model + picture + " --parsing " + at("maps") + " --out " + at("maps")), 1,
      "would be replaced");
  check_refused(run("mien-recover", model + picture + out), 1, "isegan needs --parsing FILE",
                "0 background, 1 skin");
  write_parsing("good.png", picture);
  BOOST_TEST(recover("good.png").code == 0);
  const std::string second = bytes_of(at("r") + "/step_00000004.png");
  const auto stage = [&](const std::string& setting) {
    return run("mien-recover",
               model + picture + out + " --parsing " + at("good.png") + " --set " + setting);
  };
  BOOST_TEST(stage("stage=first").code == 0);
  BOOST_TEST((bytes_of(at("r") + "/step_00000004.png") != second));
  BOOST_TEST(run("mien-evaluate", model + "--data " + at("sketches") + " --set stage=first").code ==
             0);
  check_refused(stage("width_divisor=8"), 1, "width_divisor is 16 in ", ", 8 by --set");
  check_refused(stage("stage=third"), 1, "stage");
  write_parsing("eight.png", picture, 8);
  BOOST_TEST(
      mentions(recover("eight.png"), "eight.png: the parts of a parsing are numbered 0 to 7"));
  BOOST_TEST(recover("eight.png").code == 1);
  write_png(at("small.png"), Tensor({8, 8, 1}, DType::uint8));
  BOOST_TEST(mentions(recover("small.png"), "small.png: a parsing has the size of its sketch"));
  BOOST_TEST(mentions(recover("none.png"), "none.png"));
  check_refused(run("mien-train", "isegan --data " + at("portraits") + " --out " + at("x")), 1,
                "mien-dataset sketches");
  train("other");
  check_refused(run("mien-recover", "--model " + at("other") + "/weights.safetensors " + picture +
                                        " --parsing " + at("good.png") + out),
                1, "fdnn takes no parsing");
}

// SCA-GAN needs the parsing of a sketch, CA-GAN shows its only stage, CHAN looks at no parsing.
BOOST_AUTO_TEST_CASE(scagan_and_chan_beside_isegan) {
  const std::string data = "--data " + at("sketches");
  BOOST_TEST(train("cagan", data + " --set stages=1", "", "scagan").code == 0);
  BOOST_TEST(train("chan", data, "", "chan").code == 0);
  const std::string picture = at("cagan") + "/samples/step_00000004.png", out = " --out " + at("r");
  const auto recover = [&](const std::string& run_name, const std::string& more) {
    return run("mien-recover",
               "--model " + at(run_name) + "/weights.safetensors " + picture + out + more);
  };
  write_parsing("good.png", picture);
  const std::string parsing = " --parsing " + at("good.png");
  check_refused(recover("cagan", ""), 1, "scagan needs --parsing FILE");
  BOOST_TEST(recover("cagan", parsing + " --set stage=first").code == 0);
  check_refused(recover("chan", parsing), 1, "chan takes no parsing");
  BOOST_TEST(recover("chan", "").code == 0);
  check_refused(train("x", "", "", "scagan"), 1, "mien-dataset sketches");
  check_refused(train("x", data + " --set stages=3", "", "scagan"), 1, "stages");
}

// The state of a run with several networks is all in its checkpoint.
BOOST_AUTO_TEST_CASE(systems_of_sketches_resume_bit_by_bit) {
  for (const std::string model : {"isegan", "scagan", "chan"}) {
    const std::string whole = "whole_" + model, halved = "halved_" + model;
    train(whole, "--data " + at("sketches") + " --steps 3", "", model);
    train(halved, "--data " + at("sketches") + " --steps 2", "", model);
    resume(halved, "--steps 3");
    BOOST_TEST((bytes_of(last(whole)) == bytes_of(last(halved))), model);
    BOOST_TEST(!bytes_of(last(whole)).empty());
  }
}

// Faces of five people from five sides, reduced to 16x16 pixels.
BOOST_AUTO_TEST_CASE(tann_makes_large_frontal_faces_of_tiny_turned_ones) {
  const std::string data = " --data " + at("tiny"),
                    how = data + " --size 128 --set width_divisor=32";
  run("mien-dataset",
      "faces --turned --count 20 --per-identity 4 --size 128 --seed 3 --out " + at("turned"));
  BOOST_TEST(
      run("mien-dataset", "tiny --faces " + at("turned") + " --seed 3 --out " + at("tiny")).code ==
      0);
  BOOST_TEST(train("whole", how, "", "tann").code == 0);
  train("run", how + " --steps 2", "", "tann");
  const CommandResult resumed = resume("run", "--steps 4");
  BOOST_TEST(resumed.code == 0);
  BOOST_TEST(mentions(resumed, "triplet"));
  BOOST_TEST((bytes_of(last("run")) == bytes_of(last("whole"))));
  const std::string model = "--model " + at("run") + "/weights.safetensors ";
  BOOST_TEST(run("mien-evaluate", model + data + " --grid " + at("grid.png")).code == 0);
  BOOST_TEST(run("mien-recover", model + at("run") + "/samples --out " + at("r")).code == 0);
  BOOST_TEST(fs::exists(at("r") + "/step_00000004.png"));
  check_refused(train("x", "", "", "tann"), 1, at("portraits"),
                "mien-dataset faces --turned --per-identity 5; then mien-dataset tiny");
  check_refused(train("x", "--set loss.triplet_weight=0", "", "tann"), 1,
                "give --size 128 instead of 64");

  const std::string phases = how + " --set decoder_1_steps=1 --set encoder_steps=2";
  BOOST_TEST(train("whole_tdae", phases, "", "tdae").code == 0);
  train("tdae", phases + " --steps 1", "", "tdae");
  for (const char* steps : {"2", "3", "4"}) {
    BOOST_TEST(resume("tdae", std::string("--steps ") + steps).code == 0);
  }
  BOOST_TEST((bytes_of(last("tdae")) == bytes_of(last("whole_tdae"))));
  const std::string tdae = "--model " + at("tdae") + "/weights.safetensors ";
  BOOST_TEST(run("mien-evaluate", tdae + data).code == 0);
  BOOST_TEST(run("mien-recover", tdae + at("tdae") + "/samples --out " + at("r2")).code == 0);
}

// It draws more than the others: dropout, and attributes that are wrong.
BOOST_AUTO_TEST_CASE(afrp_is_the_same_after_an_interruption) {
  const std::string few = "--set attributes=Smiling,Young ";
  BOOST_TEST(train("whole", few, "", "afrp").code == 0);
  train("run", few + "--steps 2 --threads 1", "", "afrp");
  BOOST_TEST(resume("run", "--steps 4").code == 0);
  BOOST_TEST((bytes_of(last("run")) == bytes_of(last("whole"))));
}

BOOST_AUTO_TEST_CASE(data_without_what_a_model_learns_from) {
  check_refused(train("x", "--set attributes=Smiling,Grumpy", "", "afrp"), 1, at("portraits"),
                "the attribute Grumpy", "Smiling");
  for (const char* kind : {"/a/", "/b/"}) {
    fs::create_directories(at("pairs") + kind);
    for (int i = 0; i < 5; ++i) {
      const auto name = kind + std::to_string(i) + ".png";
      run("mien-dataset", "sheet " + at("faces") + " --count 1 --out " + at("pairs") + name);
    }
  }
  run("mien-dataset",
      "import --layout paired --size 64 --images " + at("pairs") + " --out " + at("bare"));
  check_refused(train("x", "--data " + at("bare"), "", "afrp"), 1, at("bare"),
                "learns from attributes", "mien-dataset faces", "--layout celeba");
  BOOST_TEST(!fs::exists(at("x")));
}

BOOST_AUTO_TEST_SUITE_END()
