#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tensor/safetensors.h"
#include "tests/apps/small_run.h"

using namespace mien;
namespace fs = std::filesystem;

namespace {

struct Trained : SmallRun {
  Trained() {
    train("run", "--steps 1 --set objective=srn");
    fs::create_directory(at("in"));
    fs::copy(at("run") + "/samples/step_00000001.png", at("in") + "/a.png");
  }
  CommandResult recover(const std::string& arguments) const {
    return run("mien-recover", "--model " + at("run") + "/weights.safetensors " + arguments);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(recover_program, Trained)

BOOST_AUTO_TEST_CASE(bad_pictures_are_named_and_the_others_recovered) {
  const std::string in = at("in"), picture = bytes_of(in + "/a.png");
  for (const char* twin : {"/a.jpg", "/a_2.png", "/cut.png"}) fs::copy(in + "/a.png", in + twin);
  fs::resize_file(in + "/cut.png", 300);
  std::ofstream(in + "/empty.jpg").flush();
  std::ofstream(in + "/._a.png") << "what a Mac keeps beside a picture";
  const CommandResult result = recover(in + " --out " + at("out"));
  check_refused(result, 1, "2 of the inputs could not be recovered");
  BOOST_TEST(mentions(result, "skipped " + in + "/cut.png"));
  BOOST_TEST(mentions(result, "skipped " + in + "/empty.jpg"));
  for (const char* face : {"/a.png", "/a_2.png", "/a_2_2.png"}) {
    BOOST_TEST(fs::exists(at("out") + face), face);
  }
}

BOOST_AUTO_TEST_CASE(nothing_that_is_read_or_written_is_replaced) {
  const std::string in = at("in"), picture = in + "/a.png", before = bytes_of(picture);
  const auto refused = [&](const std::string& arguments, const std::string& path) {
    check_refused(recover(picture + arguments), 1, path + " would be replaced", "--out");
  };
  refused(" --out " + in, in + "/a.png");
  train("afrp", "--steps 1 --set objective=frn", "", "afrp");
  fs::create_directory(at("out"));
  const std::string afrp = " --model " + at("afrp") + "/weights.safetensors --out " + at("out");
  check_refused(run("mien-recover", picture + afrp + " --edits " + picture), 1,
                picture + " would be replaced");
  check_refused(run("mien-recover", picture + afrp + " --edits " + at("out") + "/a.png"), 1,
                at("out") + "/a.png would be replaced");
  BOOST_TEST((bytes_of(picture) == before));
  BOOST_TEST(fs::is_empty(at("out")));
}

BOOST_AUTO_TEST_CASE(wrong_calls_say_what_is_wrong) {
  const std::string picture = at("in") + "/a.png", out = " --out " + at("out");
  check_refused(recover(picture + " --crop 0,0,9999,10" + out), 1, "could not be recovered");
  check_refused(recover(picture + " --crop 0,0,10" + out), 2, "--crop");
  check_refused(recover(picture + out + "/../in/a.png"), 1, "a.png", "cannot make the folder");
  check_refused(recover(at("none") + out), 1, at("none"));
  check_refused(recover(at("faces") + out), 1, at("faces"), "expected PNG or JPEG images");
  check_refused(run("mien-recover", "--model " + picture + " " + picture + out), 1, picture,
                "not a safetensors file");
  check_refused(
      run("mien-evaluate", "--model " + at("run") + "/weights.safetensors --data " + at("faces")),
      1, at("faces"), "no portraits of test people");
}

BOOST_AUTO_TEST_CASE(results_that_cannot_be_written_are_refused_before_the_work) {
  const std::string model = "--model " + at("run") + "/weights.safetensors ";
  const std::string nowhere = at("none") + "/x", folder = at("faces");
  const auto refused = [&](const std::string& program, const std::string& arguments,
                           const std::string& path, const std::string& sign_of_work) {
    const CommandResult result = run(program, arguments + path);
    check_refused(result, 1, path);
    BOOST_TEST(!mentions(result, sign_of_work));
  };
  for (const auto& path : {nowhere, folder}) {
    refused("mien-evaluate", model + "--data " + at("portraits") + " --json ", path, "psnr");
    refused("mien-evaluate", model + "--data " + at("portraits") + " --grid ", path, "psnr");
    refused("mien-check-gradients", "relu --json ", path, "ok");
    refused("mien-train", "ifrp --graph ", path, "digraph");
    refused("mien-dataset", "sheet " + folder + " --out ", path, "png");
  }
  fs::create_directories(at("out") + "/a.png");
  check_refused(recover(at("in") + " --out " + at("out")), 1, at("out") + "/a.png");
}

BOOST_AUTO_TEST_CASE(attributes_edit_the_face) {
  // Before its running statistics have seen some batches, an edit hardly shows in 8 bits.
  train("afrp", "--steps 8 --checkpoint-every 8 --set objective=frn --set attributes=Smiling,Young",
        "", "afrp");
  const auto recover_with = [&](const std::string& arguments, const std::string& out) {
    return run("mien-recover",
               "--model " + last("afrp") + " " + at("in") + " --out " + at(out) + " " + arguments);
  };
  const CommandResult average = recover_with("--edits " + at("edits.png"), "average");
  BOOST_TEST(average.code == 0);
  BOOST_TEST(mentions(average, "(average)"));
  BOOST_TEST(fs::exists(at("edits.png")));
  BOOST_TEST(recover_with("--attribute Smiling=1 --attribute Young=0", "edited").code == 0);
  BOOST_TEST((bytes_of(at("average") + "/a.png") != bytes_of(at("edited") + "/a.png")));
  const auto evaluate_with = [&](const std::string& name, const std::string& arguments) {
    return run("mien-evaluate", "--model " + last("afrp") + " --data " + at("portraits") +
                                    " --count 4 --json " + at(name + ".json") + " " + arguments);
  };
  BOOST_TEST(evaluate_with("own", "--attribute Young=1 --edits " + at("test_edits.png")).code == 0);
  BOOST_TEST(fs::exists(at("test_edits.png")));
  BOOST_TEST(evaluate_with("opposite", "--set told=opposite").code == 0);
  BOOST_TEST((bytes_of(at("own.json")) != bytes_of(at("opposite.json"))));
  check_refused(evaluate_with("own", "--attribute Young=1"), 2, "--attribute", "--edits");
  check_refused(recover_with("--attribute Smilng=1", "x"), 1, "afrp knows no 'Smilng'",
                "did you mean 'Smiling'");
  check_refused(recover_with("--attribute Smiling", "x"), 1, "NAME=VALUE", "'Smiling'");
  for (const char* value : {"2", "-1", "yes", "1x", ""}) {
    check_refused(recover_with("--attribute Smiling=" + std::string(value), "x"), 1,
                  "a value from 0 to 1", "Smiling=");
  }
  check_refused(recover(at("in") + " --attribute Smiling=1 --out " + at("x")), 1,
                "fdnn knows no attributes");
  check_refused(recover(at("in") + " --edits " + at("e.png") + " --out " + at("x")), 1,
                "--edits: fdnn knows no attributes");
  BOOST_TEST(!fs::exists(at("x")));
}

BOOST_AUTO_TEST_CASE(results_that_nobody_takes_are_an_error) {
  check_refused(run("mien-evaluate",
                    "--model " + last("run") + " --data " + at("portraits") + " 2>&1 >/dev/full #"),
                1, "standard output");
}

BOOST_AUTO_TEST_CASE(closed_streams_get_into_no_file) {
  BOOST_TEST(train("closed", "--steps 1 --set objective=srn <&- >&- 2>&- #").code == 0);
  BOOST_TEST((bytes_of(last("closed")) == bytes_of(last("run"))));
  BOOST_TEST(bytes_of(at("closed") + "/lock").size() < 20);  // the number of the process
}

BOOST_AUTO_TEST_CASE(weights_that_are_no_numbers_stop_training_with_their_layer) {
  SafetensorsFile file = read_safetensors(at("run") + "/weights.safetensors");
  file.metadata.clear();  // as another program may have written it
  write_safetensors(at("plain.safetensors"), file);
  const std::string init = "--set objective=srn --init ";
  BOOST_TEST(train("plain", init + at("plain.safetensors")).code == 0);
  auto& weight = file.tensors.at("srn.encoder.e2.conv.weight");
  weight.mutable_data<float>()[0] = std::nanf("");
  write_safetensors(at("nan.safetensors"), file);
  const CommandResult result = train("nan", init + at("nan.safetensors"));
  check_refused(result, 1, "srn.encoder.e2", "conv", "the last checkpoint is kept");
  BOOST_TEST(fs::exists(last("nan")));
  file.tensors.erase("srn.encoder.e2.conv.weight");
  write_safetensors(at("part.safetensors"), file);
  check_refused(train("part", init + at("part.safetensors")), 1, at("part.safetensors"),
                "srn.encoder.e2.conv.weight");
}

BOOST_AUTO_TEST_SUITE_END()
