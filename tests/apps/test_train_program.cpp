#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "models/catalogue.h"
#include "tests/apps/small_run.h"

using namespace mien;
namespace fs = std::filesystem;

namespace {

bool takes_parsing(const CatalogueEntry& entry) {
  const auto fields = entry.make()->fields();
  return std::any_of(fields.begin(), fields.end(),
                     [](const SampleField& field) { return field.name == "sketch_parsing"; });
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(train_program, SmallRun)

BOOST_AUTO_TEST_CASE(every_model_trains_resumes_is_evaluated_and_recovers) {
  const std::string guide = "/samples/step_00000005.png";
  for (const auto& entry : catalogue()) {
    const PortraitKind portraits = entry.make()->portraits();
    if (portraits == PortraitKind::tiny) continue;  // see test_systems_in_programs.cpp
    const std::string out = entry.name;
    const bool sketched = portraits == PortraitKind::sketched;
    const std::string data = at(sketched ? "sketches" : "portraits");
    BOOST_TEST(train(out, "--data " + data, "", entry.name).code == 0);
    const CommandResult resumed = resume(out, "--steps 6 --validate-every 5");
    BOOST_TEST(resumed.code == 0);
    BOOST_TEST(mentions(resumed, "going on from step 4"));
    for (const char* file : {"last", "previous", "weights"}) {
      BOOST_TEST(fs::exists(at(out) + "/" + file + ".safetensors"));
    }
    BOOST_TEST(fs::exists(at(out) + "/samples/step_00000005.png"));
    const std::string model = " --model " + at(out) + "/weights.safetensors";
    const CommandResult evaluated =
        run("mien-evaluate", model + " --data " + data + " --json " + at("m.json"));
    BOOST_TEST(evaluated.code == 0);
    BOOST_TEST(mentions(evaluated, entry.name));
    BOOST_TEST(bytes_of(at("m.json")).find("\"" + entry.name + "\"") != std::string::npos);
    std::string told = entry.name == "gfrnet" ? " --guide " + at(out) + guide : "";
    if (takes_parsing(entry)) {
      fs::create_directories(at("parsings"));
      for (const auto& sample : fs::directory_iterator(at(out) + "/samples")) {
        write_parsing("parsings/" + sample.path().filename().string(), sample.path());
      }
      told = " --parsing " + at("parsings");
    }
    BOOST_TEST(
        run("mien-recover", model + " " + at(out) + "/samples --compare --out " + at("r") + told)
            .code == 0);
    BOOST_TEST(fs::exists(at("r") + "/step_00000005.png"));
  }
}

BOOST_AUTO_TEST_CASE(the_bytes_depend_on_neither_threads_nor_interruptions_nor_folder) {
  train("one", "--threads 1");
  train("two", "--threads 2");
  train("three", "--threads 3 --steps 2");
  BOOST_TEST(resume("three", "--steps 3 --threads 1").code == 0);
  BOOST_TEST(resume("three", "--steps 4").code == 0);
  for (const char* name : {"/last.safetensors", "/previous.safetensors", "/weights.safetensors"}) {
    const std::string wanted = bytes_of(at("one") + name);
    BOOST_TEST(!wanted.empty());
    BOOST_TEST((bytes_of(at("two") + name) == wanted), name);
    BOOST_TEST((bytes_of(at("three") + name) == wanted), name);
  }
}

BOOST_AUTO_TEST_CASE(the_bytes_depend_on_nothing_that_belongs_to_one_run) {
  train("one", "--init ''");
  train("start", "--steps 0");
  fs::rename(at("portraits"), at("moved"));
  train("two", "--data " + at("moved") + " --checkpoint-every 4 --validate-every 3 --init " +
                   last("start") + " --set validation_count=1");
  for (const char* name : {"/last.safetensors", "/weights.safetensors"}) {
    BOOST_TEST((bytes_of(at("one") + name) == bytes_of(at("two") + name)), name);
  }
}

BOOST_AUTO_TEST_CASE(a_resumed_run_keeps_its_options) {
  train("run", "--steps 2");
  check_refused(resume("run", "--batch 3"), 1, "batch is 2 in ", ", 3 by --batch");
  check_refused(resume("run", "--steps 1"), 1, "steps is 2 in ", ", 1 by --steps");
  check_refused(resume("run", "--set width_divisor=8"), 1, "width_divisor is 16 in ", ", 8 by");
  check_refused(run("mien-train", "ifrp --resume --out " + at("run")), 1, "model is fdnn in ",
                ", ifrp on the command line");
  const std::string before = bytes_of(last("run"));
  BOOST_TEST(resume("run").code == 0);  // finished already
  BOOST_TEST((bytes_of(last("run")) == before));
  fs::rename(at("portraits"), at("moved"));
  check_refused(resume("run"), 1, at("portraits"));
  BOOST_TEST(resume("run", "--steps 3 --data " + at("moved")).code == 0);
  BOOST_TEST(resume("run", "--steps 4").code == 0);  // the new place is kept
}

BOOST_AUTO_TEST_CASE(a_run_without_a_good_run_json) {
  train("run", "--steps 2");
  const std::string settings = at("run") + "/run.json", kept = bytes_of(settings);
  for (const std::string& damaged : {std::string(), kept.substr(0, kept.size() / 2),
                                     std::string("[]"), std::string("{\"model\": 3}")}) {
    std::ofstream(settings) << damaged;
    check_refused(resume("run"), 1, settings, "expected the model and options");
  }
  std::ofstream(settings) << "{\"model\": \"fdnn\", \"options\": {\"batch\": 3}}";
  check_refused(resume("run"), 1, "batch is 2 in " + last("run"), ", 3 by " + settings);
  fs::remove(settings);
  check_refused(resume("run"), 2, settings + " is missing", "--data", "--steps");
  BOOST_TEST(resume("run", "--steps 4 --data " + at("portraits")).code == 0);
  train("whole");
  BOOST_TEST((bytes_of(last("run")) == bytes_of(last("whole"))));
}

BOOST_AUTO_TEST_CASE(folders_without_a_checkpoint) {
  check_refused(resume("none"), 1, at("none"), "no such folder");
  fs::create_directory(at("empty"));
  check_refused(resume("empty"), 2, at("empty"), "holds no checkpoint", "MODEL");
  BOOST_TEST(fs::is_empty(at("empty")));  // it may have been named by mistake
  const CommandResult started = train("empty", "--resume");
  BOOST_TEST(started.code == 0);
  BOOST_TEST(mentions(started, at("empty") + ": no checkpoint yet, starting at step 0"));
  check_refused(train("empty"), 1, at("empty"), "already holds a run", "--resume");
  fs::remove(last("empty"));  // as if killed before the first was written
  fs::remove(at("empty") + "/previous.safetensors");
  check_refused(resume("empty", "--batch 3"), 1, "batch is 2 in ", "run.json, 3 by --batch");
  const CommandResult again = resume("empty");
  BOOST_TEST(again.code == 0);
  BOOST_TEST(mentions(again, "no checkpoint yet, starting at step 0"));
}

BOOST_AUTO_TEST_CASE(looking_and_going_on_do_not_mix) {
  train("run", "--steps 2");
  const std::string before = bytes_of(last("run"));
  for (const std::string& look : {std::string("--describe"), "--graph " + at("step.dot")}) {
    check_refused(resume("run", look + " --steps 4"), 2, "--resume", "--describe", "--graph");
  }
  check_refused(run("mien-train", "fdnn --describe --graph " + at("step.dot")), 2, "not both");
  BOOST_TEST((bytes_of(last("run")) == before));
}

// As after a kill between the two renames of a save.
BOOST_AUTO_TEST_CASE(a_save_leaves_two_checkpoints_whatever_was_there) {
  train("run", "--steps 2");
  const std::string previous = at("run") + "/previous.safetensors", before = bytes_of(last("run"));
  fs::remove(previous);
  fs::create_hard_link(last("run"), previous);
  BOOST_TEST(resume("run", "--steps 3").code == 0);
  BOOST_TEST((bytes_of(previous) == before));
  BOOST_TEST(!fs::exists(previous + ".new"));
}

BOOST_AUTO_TEST_CASE(step_zero_is_saved_before_the_first_step) {
  BOOST_TEST(train("run", "--steps 0").code == 0);
  BOOST_TEST(resume("run", "--steps 4").code == 0);
  train("whole");
  BOOST_TEST((bytes_of(last("run")) == bytes_of(last("whole"))));
}

BOOST_AUTO_TEST_CASE(a_damaged_checkpoint_gives_way_to_the_one_before) {
  train("run");
  const std::string wanted = bytes_of(last("run"));
  const auto damage = [&](const std::string& content) {
    fs::remove(last("run"));
    std::ofstream(last("run"), std::ios::binary) << content;
    const CommandResult result = resume("run");
    BOOST_TEST(result.code == 0);
    BOOST_TEST(mentions(result, "the newest checkpoint cannot be used (" + last("run")));
    BOOST_TEST(mentions(result, "going on from step 3"));
    BOOST_TEST((bytes_of(last("run")) == wanted));
  };
  damage(wanted.substr(0, wanted.size() / 2));
  std::string flipped = wanted;
  flipped[flipped.size() / 2] ^= 1;
  damage(flipped);
  damage("");
  fs::resize_file(last("run"), 100);
  fs::resize_file(at("run") + "/previous.safetensors", 100);
  check_refused(resume("run"), 1, "previous.safetensors");
}

BOOST_AUTO_TEST_CASE(interrupting_saves_and_a_second_run_is_refused) {
  train("whole", "--steps 40");
  const pid_t child = fork();
  if (child == 0) {
    const std::string line = "exec " MIEN_PROGRAMS "/mien-train " + command("run") +
                             " --steps 40 --checkpoint-every 1000 --deterministic >" + at("said") +
                             " 2>&1";
    execl("/bin/sh", "sh", "-c", line.c_str(), nullptr);
    _exit(127);
  }
  while (!fs::exists(at("run") + "/run.json")) usleep(100);  // long before the first step
  check_refused(resume("run"), 1, "is in use: process " + std::to_string(child));
  kill(child, SIGINT);
  int status = 0;
  waitpid(child, &status, 0);
  BOOST_TEST(WIFEXITED(status));
  BOOST_TEST(WEXITSTATUS(status) == 0);
  const std::string said = bytes_of(at("said"));
  const std::string go_on =
      "go on with: mien-train --resume --out " + at("run") + " --deterministic\n";
  BOOST_TEST(said.find(go_on) != std::string::npos, said);
  BOOST_TEST(resume("run", "--checkpoint-every 1").code == 0);
  BOOST_TEST((bytes_of(last("run")) == bytes_of(last("whole"))));
}

BOOST_AUTO_TEST_CASE(a_full_disk_loses_no_checkpoint) {
  train("run", "--steps 2");
  const std::string before = bytes_of(last("run"));
  const auto blocks = std::to_string(before.size() / 1024 / 2);
  check_refused(
      run("mien-train", "--resume --steps 4 --out " + at("run"), "ulimit -f " + blocks + "; "), 1,
      "last.safetensors: cannot write: File too large");
  BOOST_TEST((bytes_of(last("run")) == before));
  BOOST_TEST(resume("run", "--steps 4").code == 0);
  check_refused(train("full", "", "ulimit -f " + blocks + "; "), 1, "last.safetensors");
  BOOST_TEST(train("full").code == 0);
}

// Without a CUDA device `auto` says why it computes on the CPU, and `cuda` is refused.
BOOST_AUTO_TEST_CASE(the_device_is_looked_for) {
  const CommandResult found = train("auto", "--steps 1");
  BOOST_TEST(found.code == 0);
  const CommandResult asked = train("cuda", "--steps 1 --device cuda");
  if (mentions(found, "(NVIDIA")) {
    BOOST_TEST(asked.code == 0);
    BOOST_TEST(mentions(asked, "cuda:"));
  } else {
    BOOST_TEST(mentions(found, "cpu ("));
    check_refused(asked, 1, "--device cuda: ");
  }
}

BOOST_AUTO_TEST_CASE(options_that_make_no_sense) {
  check_refused(train("x", "--set width_divisr=16"), 1, "unknown option 'width_divisr'",
                "width_divisor");
  check_refused(train("x", "--set batch"), 1, "--set: expected KEY=VALUE, got 'batch'");
  check_refused(train("x", "--batch 0"), 1, "--batch: ", "got 0");
  check_refused(train("x", "--batch 1e99"), 1, "--batch: ", "1e99");
  check_refused(train("x", "--device gpu"), 2, "--device", "gpu");
  check_refused(train("x", "--device cpu --precision bf16"), 2, "--precision bf16", "CUDA device");
  check_refused(train("x", "--precision fp16"), 2, "--precision", "fp16");
  check_refused(train("x", "--synthetic"), 2, "either --data DIR or --synthetic");
  check_refused(train("x", "--size 128"), 1, "--size is 128", "64");
  check_refused(train("x", "", "", "fdn"), 1, "there is no model 'fdn'", "fdnn");
  check_refused(train("x", "--data " + at("faces")), 1, at("faces"), "portraits");
  std::ofstream(at("recipe.toml")) << "batch = 2\nstep = 3\n";
  check_refused(train("x", "--recipe " + at("recipe.toml")), 1, "recipe.toml:2", "'step'",
                "'steps'");
  std::ofstream(at("broken.toml")) << "batch = = 2\n";
  check_refused(train("x", "--recipe " + at("broken.toml")), 1, "broken.toml:1");
  check_refused(train("x", "--recipe " + at("none.toml")), 1, "none.toml");
  BOOST_TEST(!fs::exists(at("x")));  // none of them left a folder
  BOOST_TEST(run("mien-train", "--set width_divisor=16 fdnn --size 64 --steps 0 --data " +
                                   at("portraits") + " --out " + at("x"))
                 .code == 0);
}

BOOST_AUTO_TEST_CASE(one_batch_can_be_overfitted_across_a_resume) {
  const std::string one = "--overfit-one-batch --checkpoint-every 2 ";
  BOOST_TEST(train("whole", one).code == 0);
  train("run", one + "--steps 2");
  BOOST_TEST(resume("run", "--steps 4").code == 0);
  BOOST_TEST((bytes_of(last("run")) == bytes_of(last("whole"))));
}

BOOST_AUTO_TEST_SUITE_END()
