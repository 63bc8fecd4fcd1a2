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
  const CommandResult result = recover(in + " --out " + at("out"));
  check_refused(result, 1, "2 of the inputs could not be recovered");
  BOOST_TEST(mentions(result, "skipped " + in + "/cut.png"));
  BOOST_TEST(mentions(result, "skipped " + in + "/empty.jpg"));
  for (const char* face : {"/a.png", "/a_2.png", "/a_2_2.png"}) {
    BOOST_TEST(fs::exists(at("out") + face), face);
  }
  check_refused(recover(in + " --out " + in), 1, "--out", "would replace the input", "a.png");
  BOOST_TEST((bytes_of(in + "/a.png") == picture));
}

BOOST_AUTO_TEST_CASE(wrong_calls_say_what_is_wrong) {
  const std::string picture = at("in") + "/a.png", out = " --out " + at("out");
  check_refused(recover(picture + " --crop 0,0,9999,10" + out), 1, "could not be recovered");
  check_refused(recover(picture + " --crop 0,0,10" + out), 2, "--crop");
  check_refused(recover(picture + out + "/../in/a.png"), 1, "a.png", "cannot make the folder");
  check_refused(recover(at("none") + out), 1, at("none"));
  check_refused(recover(at("faces") + out), 1, at("faces"), "expected PNG or JPEG files");
  check_refused(run("mien-recover", "--model " + picture + " " + picture + out), 1, picture,
                "not a safetensors file");
  check_refused(
      run("mien-evaluate", "--model " + at("run") + "/weights.safetensors --data " + at("faces")),
      1, at("faces"), "no portraits of test people");
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
