#include "models/options.h"

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "models/nearest.h"

using namespace mien;

namespace {

struct Settings {
  double learning_rate = 1e-3;
  Index batch = 16;
  Index steps = 100;
  Index checkpoint_every = 10;
  bool margin = true;
  std::string optimizer = "adam";
  std::string data;
  std::vector<double> milestones = {0.5, 0.75};
};

struct Fixture {
  Fixture() {
    table.add("learning_rate", settings.learning_rate, "step size", above(0));
    table.add("batch", settings.batch, "samples per step", at_least(1));
    table.add("steps", settings.steps, "updates in all", at_least(0), OnResume::may_grow);
    table.add("checkpoint_every", settings.checkpoint_every, "steps between checkpoints",
              at_least(1), OnResume::may_change);
    table.add("loss.margin", settings.margin, "the margin rule");
    table.add("optimizer", settings.optimizer, "rule of the update", {"adam", "rmsprop"});
    table.add("data", settings.data, "folder");
    table.add("milestones", settings.milestones, "shares of the run", between(0, 1));
  }

  Settings settings;
  OptionTable table;
};

std::string error_of(auto&& action) {
  try {
    action();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "no error";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(options, Fixture)

BOOST_AUTO_TEST_CASE(a_recipe_writes_to_the_struct) {
  table.read_toml(
      "learning_rate = 1\nbatch = 4\noptimizer = 'rmsprop'\nmilestones = [0.25, 1]\n"
      "[loss]\nmargin = false\n",
      "paper.toml");
  BOOST_TEST(settings.learning_rate == 1.0);
  BOOST_TEST(settings.batch == 4);
  BOOST_TEST(settings.optimizer == "rmsprop");
  BOOST_TEST(settings.milestones == (std::vector<double>{0.25, 1}));
  BOOST_TEST(!settings.margin);
  BOOST_TEST(table.find("loss.margin").source == "paper.toml:6");
  BOOST_TEST(table.find("steps").source == "default");
}

BOOST_AUTO_TEST_CASE(the_command_line_writes_every_type) {
  for (const char* assignment : {"learning_rate=5e-4", "batch=+8", "loss.margin=false", "data=a=b",
                                 "optimizer=rmsprop", "milestones=0.1, 0.2"}) {
    table.set(assignment);
  }
  BOOST_TEST(settings.learning_rate == 5e-4);
  BOOST_TEST(settings.batch == 8);
  BOOST_TEST(!settings.margin);
  BOOST_TEST(settings.data == "a=b");
  BOOST_TEST(settings.optimizer == "rmsprop");
  BOOST_TEST(settings.milestones == (std::vector<double>{0.1, 0.2}));
  table.set("milestones=[]");
  BOOST_TEST(settings.milestones.empty());
}

BOOST_AUTO_TEST_CASE(an_unknown_key_names_the_nearest) {
  BOOST_TEST(error_of([&] { table.set("learning_rat=1"); }) ==
             "--set: unknown option 'learning_rat'; did you mean 'learning_rate'?");
  BOOST_TEST(error_of([&] { table.set("zebra=1"); }) == "--set: unknown option 'zebra'");
  BOOST_TEST(error_of([&] { table.read_toml("steps = 1\nbacth = 2", "a.toml"); }) ==
             "a.toml:2: unknown option 'bacth'; did you mean 'batch'?");
}

BOOST_AUTO_TEST_CASE(a_wrong_value_names_place_key_expected_and_got) {
  const auto from_toml = [&](const char* toml) {
    return error_of([&] { table.read_toml(toml, "a.toml"); });
  };
  BOOST_TEST(from_toml("batch = 'many'") ==
             "a.toml:1: batch: expected an integer of at least 1, got \"many\"");
  BOOST_TEST(from_toml("batch = 16.0") ==
             "a.toml:1: batch: expected an integer of at least 1, got 16.0");
  BOOST_TEST(from_toml("learning_rate = 0") ==
             "a.toml:1: learning_rate: expected a number above 0, got 0");
  BOOST_TEST(from_toml("learning_rate = nan") ==
             "a.toml:1: learning_rate: expected a number above 0, got nan");
  BOOST_TEST(from_toml("optimizer = 'sgd'") ==
             "a.toml:1: optimizer: expected one of adam, rmsprop, got \"sgd\"");
  BOOST_TEST(from_toml("milestones = [0.5, 2]") ==
             "a.toml:1: milestones: expected a list of numbers from 0 to 1, got [0.5, 2.0]");
  BOOST_TEST(from_toml("milestones = ['a']") ==
             "a.toml:1: milestones: a list may hold numbers only");
  BOOST_TEST(from_toml("batch = 1979-05-27") ==
             "a.toml:1: batch: expected a value, got a date or time");
  BOOST_TEST(error_of([&] { table.set("batch", "3x", "--batch"); }) ==
             "--batch: batch: expected an integer of at least 1, got '3x'");
  BOOST_TEST(error_of([&] { table.set("batch"); }) == "--set: expected KEY=VALUE, got 'batch'");
}

BOOST_AUTO_TEST_CASE(text_must_be_utf8) {
  for (const char* good : {"data=", "data=visages é", "data=\xF0\x9F\x98\x80"}) {
    table.set(good);
    Fixture later;
    later.table.resume(table.json(), "the checkpoint");
    BOOST_TEST(later.settings.data == settings.data);
  }
  for (const char* bad :
       {"data=\xFF", "data=\x80", "data=\xC3", "data=\xC0\x80", "data=\xED\xA0\x80"}) {
    BOOST_CHECK_THROW(table.set(bad), std::invalid_argument);
  }
}

BOOST_AUTO_TEST_CASE(a_refused_recipe_changes_nothing) {
  const std::string before = table.json();
  BOOST_CHECK_THROW(table.read_toml("batch = 2\nsteps = -1", "a.toml"), std::invalid_argument);
  BOOST_CHECK_THROW(table.read_toml("batch = 2\nbatch = 3", "a.toml"), std::invalid_argument);
  BOOST_TEST(table.json() == before);
  BOOST_TEST(settings.batch == 16);
}

BOOST_AUTO_TEST_CASE(recipe_files_are_found_or_named) {
  BOOST_TEST(error_of([&] { table.read_toml_file("/no/such.toml"); }) ==
             "recipe /no/such.toml: No such file or directory");
  BOOST_CHECK_THROW(table.read_toml_file("/"), std::runtime_error);
  const auto path = std::filesystem::temp_directory_path() / "mien_test_options.toml";
  std::ofstream(path) << "batch = 3\n";
  table.read_toml_file(path);
  BOOST_TEST(settings.batch == 3);
  std::filesystem::resize_file(path, 2 << 20);
  BOOST_CHECK_THROW(table.read_toml_file(path), std::invalid_argument);
  std::filesystem::remove(path);
}

BOOST_AUTO_TEST_CASE(json_is_canonical) {
  BOOST_TEST(table.json() ==
             R"({"learning_rate":0.001,"batch":16,"steps":100,"checkpoint_every":10,)"
             R"("loss.margin":true,"optimizer":"adam","data":"","milestones":[0.5,0.75]})");
}

BOOST_AUTO_TEST_CASE(a_checkpoint_keeps_what_shapes_training) {
  std::string weights;
  table.add_path("init", weights, "file");
  BOOST_TEST(table.training_json() ==
             R"({"learning_rate":0.001,"batch":16,"loss.margin":true,"optimizer":"adam",)"
             R"("data":"","milestones":[0.5,0.75]})");
}

BOOST_AUTO_TEST_CASE(a_path_means_the_same_in_any_working_folder) {
  std::string path;
  table.add_path("init", path, "file");
  BOOST_TEST(path == "");
  const std::string wanted = (std::filesystem::current_path() / "a b.safetensors").string();
  table.set("init=a b.safetensors");
  BOOST_TEST(path == wanted);
  table.read_toml("init = 'a b.safetensors'", "a.toml");
  BOOST_TEST(path == wanted);
  table.set("init=/b");
  BOOST_TEST(path == "/b");
  BOOST_TEST(error_of([&] { table.set("init=\xFF"); }).starts_with("--set: init: expected a path"));
}

BOOST_AUTO_TEST_CASE(a_resumed_run_takes_the_saved_values) {
  table.set("batch=32");
  table.set("data=faces");
  const std::string saved = table.json();
  Fixture later;
  later.table.resume(saved, "the checkpoint");
  BOOST_TEST(later.table.json() == saved);
  BOOST_TEST(later.settings.batch == 32);
  BOOST_TEST(later.table.find("batch").source == "the checkpoint");
}

// Elsewhere they are unknown.
BOOST_AUTO_TEST_CASE(a_checkpoint_may_name_retired_options) {
  table.retire({"momentum"});
  table.resume(R"({"momentum": 0.9, "batch": 32})", "the checkpoint");
  BOOST_TEST(settings.batch == 32);
  BOOST_TEST(error_of([&] { table.set("momentum=0.9"); }) == "--set: unknown option 'momentum'");
  BOOST_CHECK_THROW(table.resume(R"({"moment": 0.9})", "the checkpoint"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_conflicting_flag_names_both_values) {
  const std::string saved = table.json();
  table.set("batch", "32", "--batch");
  BOOST_TEST(error_of([&] { table.resume(saved, "the checkpoint"); }) ==
             "batch is 16 in the checkpoint, 32 by --batch: a resumed run keeps it");
}

BOOST_AUTO_TEST_CASE(steps_may_grow_and_some_may_change) {
  const std::string saved = table.json();
  table.set("steps=200");
  table.set("checkpoint_every=5");
  table.set("batch=16");
  table.resume(saved, "the checkpoint");
  BOOST_TEST(settings.steps == 200);
  BOOST_TEST(settings.checkpoint_every == 5);
  table.set("steps=50");
  BOOST_TEST(error_of([&] { table.resume(saved, "the checkpoint"); }) ==
             "steps is 100 in the checkpoint, 50 by --set: it may only grow");
}

BOOST_AUTO_TEST_CASE(a_damaged_checkpoint_is_explained) {
  for (const char* json : {"", "{", "[]", "{\"batch\": 0}", "{\"batch\": null}", "{\"old\": 1}",
                           "{\"batch\": {\"a\": 1}}", "{\"batch\": 18446744073709551615}"}) {
    const std::string error = error_of([&] { table.resume(json, "the checkpoint"); });
    BOOST_TEST(error.starts_with("the checkpoint: "), json << " gave " << error);
  }
  BOOST_TEST(settings.batch == 16);
}

BOOST_AUTO_TEST_CASE(describe_shows_values_and_where_they_come_from) {
  table.set("batch=8");
  const std::string help = table.describe();
  BOOST_TEST(help.find("learning_rate    = 0.001") != help.npos);
  BOOST_TEST(help.find("samples per step (an integer of at least 1; default 16, set by --set)") !=
             help.npos);
}

BOOST_AUTO_TEST_CASE(mistakes_in_a_declaration_are_found) {
  Index other = 0;
  BOOST_CHECK_THROW(table.add("batch", other, ""), std::invalid_argument);
  BOOST_CHECK_THROW(table.add("other", other, "", at_least(1)), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(nearest_counts_edits) {
  const std::vector<std::string> names = {"ifrp", "fdnn", "gfrnet"};
  BOOST_TEST(nearest("irfp", names) == "ifrp");
  BOOST_TEST(nearest("gfrnett", names) == "gfrnet");
  BOOST_TEST(nearest("style", names) == "");
}

BOOST_AUTO_TEST_SUITE_END()
