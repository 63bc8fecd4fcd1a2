#include "apps/program.h"

#include <CLI/CLI.hpp>
#include <boost/test/unit_test.hpp>

#include "apps/common_options.h"
#include "training/environment.h"

using namespace mien;

namespace {

int run(std::vector<const char*> arguments, const std::function<void()>& work) {
  CLI::App app("A program");
  CommonOptions options;
  add_seed_option(app, options);
  add_threads_option(app, options);
  arguments.insert(arguments.begin(), "mien-program");
  return run_program(app, static_cast<int>(arguments.size()), arguments.data(), work);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(program)

BOOST_AUTO_TEST_CASE(exit_codes_say_who_erred) {
  const auto nothing = [] {};
  BOOST_TEST(run({"--seed", "7", "--threads", "2"}, nothing) == 0);
  BOOST_TEST(run({"--version"}, nothing) == 0);
  BOOST_TEST(run({"--help"}, nothing) == 0);
  BOOST_TEST(run({"--sead", "7"}, nothing) == 2);
  BOOST_TEST(run({"--seed", "seven"}, nothing) == 2);
  BOOST_TEST(run({"--seed"}, nothing) == 2);
  BOOST_TEST(run({"--threads", "0"}, nothing) == 2);
  BOOST_TEST(run({}, [] { throw std::runtime_error("it failed"); }) == 1);
  BOOST_TEST(run({}, [] { throw std::invalid_argument("it failed"); }) == 1);
  BOOST_TEST(run({}, [] { throw std::bad_alloc(); }) == 1);
  BOOST_TEST(run({}, [] { throw UsageError("--a does not go with --b"); }) == 2);
}

BOOST_AUTO_TEST_CASE(nothing_runs_after_a_usage_error) {
  bool ran = false;
  run({"--seed", "seven"}, [&] { ran = true; });
  BOOST_TEST(!ran);
}

BOOST_AUTO_TEST_CASE(commands_to_copy_are_quoted_where_needed) {
  BOOST_TEST(shell_word("out/run-1.2_é") == "out/run-1.2_é");
  BOOST_TEST(shell_word("my runs/it's $1") == "'my runs/it'\\''s $1'");
  BOOST_TEST(shell_word("") == "''");
}

BOOST_AUTO_TEST_CASE(the_version_names_the_build) {
  BOOST_TEST(version_text().starts_with("mien 0."));
  BOOST_TEST(version_text().find("-march=") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
