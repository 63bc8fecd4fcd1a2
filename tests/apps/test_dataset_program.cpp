#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>

#include "data/dataset.h"
#include "data/image_io.h"
#include "tests/apps/run_command.h"
#include "tests/data/small_dataset.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

CommandResult run(const std::string& arguments) {
  const CommandResult result = run_command("mien-dataset", arguments);
  BOOST_TEST_MESSAGE(arguments << "\n" << result.output);
  return result;
}

bool mentions(const CommandResult& result, const std::string& part) {
  return result.output.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dataset_program)

BOOST_AUTO_TEST_CASE(faces_then_portraits_then_check_and_sheet) {
  const TemporaryFolder folder;
  const std::string faces = folder / "faces", portraits = folder / "portraits";
  BOOST_TEST(run("faces --count 6 --per-identity 2 --size 16 --seed 3 --out " + faces).code == 0);
  BOOST_TEST(run("portraits --faces " + faces + " --seed 3 --out " + portraits).code == 0);
  const Dataset made(portraits);
  BOOST_TEST(made.manifest().styles.size() == 8u);
  BOOST_TEST(made.portrait_count() == 2 * 3 + 4 * 8);  // two train, two validate, two test
  const CommandResult checked = run("check " + portraits);
  BOOST_TEST(checked.code == 0);
  BOOST_TEST(mentions(checked, "38 portraits"));
  const std::string sheet = folder / "sheet.png";
  BOOST_TEST(run("sheet " + portraits + " --count 3 --out " + sheet).code == 0);
  BOOST_TEST(std::filesystem::file_size(sheet) > 1000u);
}

// Each command makes what one system sees, and takes the options that concern it.
BOOST_AUTO_TEST_CASE(sketches_poor_photos_and_tiny_faces_have_commands) {
  const TemporaryFolder folder;
  const std::string faces = folder / "faces";
  run("faces --count 6 --per-identity 2 --size 16 --seed 3 --out " + faces);
  const auto make = [&](const std::string& command, const std::string& more = "") {
    const std::string out = folder / command;
    return run(command + " --faces " + faces + " --seed 3 --out " + out + more).code;
  };
  const auto first_style = [&](const std::string& command) {
    return Dataset(folder / command).manifest().styles.at(0).name;
  };
  for (const char* command : {"sketches", "degrade", "tiny"}) {
    BOOST_TEST(make(command) == 0);
    BOOST_TEST(make(command, " --style-size 64") == 2);
  }
  BOOST_TEST(first_style("sketches") == "pencil");
  BOOST_TEST(first_style("degrade") == "degraded_1");
  BOOST_TEST(first_style("tiny") == "tiny");
  BOOST_TEST(Dataset(folder / "sketches").manifest().has_portrait_parsing);
  BOOST_TEST(make("sketches", " --outside black") == 2);
  BOOST_TEST(make("degrade", " --outside black") == 2);
  BOOST_TEST(make("tiny", " --outside replicate") == 0);
}

BOOST_AUTO_TEST_CASE(listed_pairs_are_imported) {
  const TemporaryFolder folder;
  std::ofstream list(folder / "pairs.tsv");
  list << "sketch\tphoto\tsplit\n";
  for (int i = 0; i < 5; ++i) {
    write_png(folder / text("s", i, ".png"), marked_image(8, 100 + i));
    write_png(folder / text("p", i, ".png"), marked_image(8, i));
    list << "s" << i << ".png\tp" << i << ".png\t" << (i == 0 ? "test" : "train") << "\n";
  }
  list.close();
  const std::string call = "import --layout pairs --size 8 --images " + folder.path().string() +
                           " --out " + (folder / "out").string();
  BOOST_TEST(run(call + " --pair sketch,photo").code == 0);
  const Dataset made(folder / "out");
  BOOST_TEST(made.portraits_in(Split::test).size() == 1u);
  BOOST_TEST(made.face(made.faces_in(Split::test).at(0))[0] == 0);
  BOOST_TEST(run(call).code == 2);
  BOOST_TEST(run(call + " --pair sketch,photo --limit 2").code == 2);
  BOOST_TEST(run("import --layout flat --images /none --pair a,b --out /none").code == 2);
}

BOOST_AUTO_TEST_CASE(style_networks_paint_portraits) {
  const TemporaryFolder folder;
  const std::string faces = folder / "faces", fixtures = MIEN_SOURCE_DIR "/tests/fixtures/style/";
  run("faces --count 3 --size 16 --out " + faces);
  write_png(folder / "picture.png", marked_image(24, 3));
  const auto paint = [&](const std::string& more, const std::string& out) {
    const std::string picture = (folder / "picture.png").string();
    return run("portraits --faces " + faces + " --style " + fixtures + "johnson.safetensors " +
               fixtures + "tensorflow_same.safetensors " + fixtures + "microast.safetensors:" +
               picture + " --style-size 44 --out " + (folder / out).string() + more);
  };
  BOOST_TEST(paint(" --unseen picture johnson --threads 1", "one").code == 0);
  BOOST_TEST(paint(" --unseen picture johnson --threads 3", "three").code == 0);
  const Dataset one(folder / "one"), three(folder / "three");
  BOOST_TEST(one.manifest().styles.at(0).name == "johnson");
  BOOST_TEST(!one.manifest().styles.at(0).seen);
  BOOST_TEST(one.manifest().styles.at(1).seen);
  BOOST_TEST(!one.manifest().styles.at(2).seen);
  BOOST_TEST(mentions({0, one.manifest().source}, "painted by style networks at 44x44"));
  BOOST_TEST(one.portrait_count() == 3 + 2 * 2);
  for (Index i = 0; i < one.portrait_count(); ++i) {
    const auto a = one.portrait(i), b = three.portrait(i), face = one.face(one.face_of(i));
    BOOST_TEST(std::equal(a.begin(), a.end(), b.begin()));
    BOOST_TEST(!std::equal(a.begin(), a.end(), face.begin()));
  }
  BOOST_TEST(paint(" --unseen candy", "two").code == 2);
  BOOST_TEST(run("portraits --faces " + faces + " --style " + fixtures +
                 "johnson.safetensors --out " + (folder / "small").string())
                 .code == 2);  // twice 16 pixels are too few
  BOOST_TEST(run("portraits --faces " + faces + " --unseen x --out " + faces).code == 2);
}

BOOST_AUTO_TEST_CASE(styles_of_the_papers_are_seen_by_default) {
  const TemporaryFolder folder;
  const std::string faces = folder / "faces";
  run("faces --count 3 --size 16 --out " + faces);
  const auto seen = [&](const std::vector<std::string>& names) {
    std::string call = "portraits --faces " + faces + " --style-size 8 --style";
    for (const std::string& name : names) {
      const auto file = folder / (name + ".safetensors");
      std::filesystem::copy_file(MIEN_SOURCE_DIR
                                 "/tests/fixtures/style/tensorflow_same.safetensors",
                                 file, std::filesystem::copy_options::overwrite_existing);
      call += " " + file.string();
    }
    BOOST_TEST(run(call + " --out " + (folder / "out").string()).code == 0);
    std::string seen;
    const Manifest made = read_manifest(folder / "out");
    for (const StyleInfo& style : made.styles) {
      if (style.seen) seen += style.name + " ";
    }
    return seen;
  };
  BOOST_TEST(seen({"mosaic", "the_scream", "udnie", "candy"}) == "the_scream candy ");
  BOOST_TEST(seen({"d", "c", "b", "a"}) == "d c b ");
}

BOOST_AUTO_TEST_CASE(check_fails_on_damage_and_names_the_file) {
  const TemporaryFolder folder;
  const std::string faces = folder / "faces";
  run("faces --count 3 --size 16 --out " + faces);
  std::ofstream(faces + "/faces-00000.safetensors", std::ios::app) << "x";
  const CommandResult result = run("check " + faces);
  BOOST_TEST(result.code == 1);
  BOOST_TEST(mentions(result, "error: " + faces + "/faces-00000.safetensors: expected"));
}

BOOST_AUTO_TEST_CASE(images_are_imported_and_skipped_ones_named) {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "in");
  for (int i = 0; i < 3; ++i) write_png(folder / "in" / text(i, ".png"), marked_image(16, i));
  std::ofstream(folder / "in" / "bad.jpg") << "no image";
  const std::string call = "import --layout flat --size 8 --images " + (folder / "in").string() +
                           " --out " + (folder / "out").string();
  const CommandResult refused = run(call);
  BOOST_TEST(refused.code == 1);
  BOOST_TEST(mentions(refused, "error: more than 0 of 4 images cannot be used"));
  const CommandResult made = run(call + " --max-bad 0.25 --crop 4,4,8,8");
  BOOST_TEST(made.code == 0);
  BOOST_TEST(mentions(made, "left out bad.jpg: "));
  BOOST_TEST(Dataset(folder / "out").face(2)[1] == 4);
  BOOST_TEST(run(call + " --crop 4,4,8").code == 2);
  BOOST_TEST(run(call + " --crop 4,4,8,0").code == 2);
  BOOST_TEST(run(call + " --without Blurry").code == 2);
  BOOST_TEST(run(call + " --max-bad 0.25 --limit 2").code == 0);
  BOOST_TEST(Dataset(folder / "out").face_count() == 2);
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_nothing_that_looks_complete) {
  const TemporaryFolder folder;
  const std::string out = folder / "faces";
  const std::string call = "faces --count 3 --size 32 --out " + out;
  const CommandResult result = run_command("mien-dataset", call, "ulimit -f 4; ");
  BOOST_TEST(result.code == 1);
  BOOST_TEST(mentions(result, "faces-00000.safetensors: cannot write: File too large"));
  BOOST_TEST(run("check " + out).code == 1);
  BOOST_TEST(run(call).code == 0);
  BOOST_TEST(run("check " + out).code == 0);
}

BOOST_AUTO_TEST_CASE(wrong_calls_say_what_is_wrong) {
  const TemporaryFolder folder;
  const std::string out = " --out " + (folder / "out").string();
  BOOST_TEST(run("").code == 2);
  BOOST_TEST(run("faces" + out).code == 2);
  BOOST_TEST(run("faces --count 0" + out).code == 2);
  BOOST_TEST(run("faces --count 3 --size 7" + out).code == 2);
  BOOST_TEST(run("portraits --faces x --outside grey" + out).code == 2);
  BOOST_TEST(run("portraits --faces /none" + out).code == 1);
  BOOST_TEST(mentions(run("check /none"), "error: /none: expected the folder of a data set"));
  std::ofstream(folder / "notes.txt") << "mine";
  const CommandResult refused = run("faces --count 3 --out " + folder.path().string());
  BOOST_TEST(refused.code == 1);
  BOOST_TEST(mentions(refused, "expected an empty folder or a data set, found notes.txt"));
  BOOST_TEST(!std::filesystem::exists(folder / "out"));
}

BOOST_AUTO_TEST_SUITE_END()
