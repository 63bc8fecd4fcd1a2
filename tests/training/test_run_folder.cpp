#include "training/run_folder.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "tests/data/temporary_folder.h"
#include "tests/training/error_of.h"

using namespace mien;

BOOST_FIXTURE_TEST_SUITE(run_folder, TemporaryFolder)

BOOST_AUTO_TEST_CASE(a_new_run_gets_its_folder_at_once) {
  const RunFolder run = RunFolder::create(path() / "a" / "b");
  BOOST_TEST(std::filesystem::is_directory(path() / "a" / "b" / "samples"));
  BOOST_TEST(!run.has_checkpoint());
  BOOST_TEST(run.sample(1200).filename() == "step_00001200.png");
}

BOOST_AUTO_TEST_CASE(a_second_run_is_refused_while_the_first_lives) {
  {
    const RunFolder first = RunFolder::create(path());
    const std::string refusal =
        path().string() + " is in use: process " + std::to_string(getpid()) + " trains there";
    BOOST_TEST(error_of([&] { RunFolder::create(path()); }) == refusal);
    BOOST_TEST(error_of([&] { RunFolder::resume(path()); }) == refusal);
  }
  RunFolder::resume(path());
}

BOOST_AUTO_TEST_CASE(a_killed_run_leaves_no_lock) {
  int ready[2];
  BOOST_REQUIRE(pipe(ready) == 0);
  const pid_t child = fork();
  if (child == 0) {
    const RunFolder run = RunFolder::create(path());
    if (write(ready[1], "x", 1) == 1) pause();
    _exit(1);
  }
  char byte;
  BOOST_REQUIRE(read(ready[0], &byte, 1) == 1);
  BOOST_TEST(error_of([&] { RunFolder::resume(path()); }) ==
             path().string() + " is in use: process " + std::to_string(child) + " trains there");
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  RunFolder::resume(path());
  close(ready[0]);
  close(ready[1]);
}

BOOST_AUTO_TEST_CASE(a_trained_run_is_not_overwritten) {
  std::ofstream(path() / "previous.safetensors") << "x";
  BOOST_TEST(error_of([&] { RunFolder::create(path()); }) ==
             path().string() +
                 " already holds a run: continue it with --resume, or choose another --out");
  BOOST_TEST(RunFolder::resume(path()).has_checkpoint());
}

BOOST_AUTO_TEST_CASE(bad_folders_are_named) {
  std::ofstream(path() / "file") << "x";
  BOOST_TEST(error_of([&] { RunFolder::resume(path() / "none"); }) ==
             (path() / "none").string() +
                 ": no such folder; --resume continues a run that was started there");
  BOOST_TEST(error_of([&] {
               RunFolder::resume(path() / "file");
             }).starts_with((path() / "file").string() + ": not a folder"));
  BOOST_TEST(error_of([&] {
               RunFolder::create(path() / "file");
             }).starts_with((path() / "file").string()));
  BOOST_TEST(error_of([&] {
               RunFolder::create("/proc/none");
             }).starts_with("/proc/none: cannot make the folder"));
}

BOOST_AUTO_TEST_SUITE_END()
