#include "data/paired_images.h"

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "data/check_dataset.h"
#include "data/image_io.h"
#include "data/import_images.h"
#include "tests/data/small_dataset.h"
#include "tests/data/temporary_folder.h"

using namespace mien;
namespace fs = std::filesystem;

namespace {

void put_image(const fs::path& path, int mark) {
  fs::create_directories(path.parent_path());
  write_png(path, marked_image(8, mark));
}

// Pairs 0 ... count - 1: sketches of marks 100 + i in a folder of theirs, photos of marks i.
struct Pairs {
  TemporaryFolder folder;
  void put(
      int count, const std::string& heading,
      const std::function<std::string(int)>& more = [](int) { return std::string(); }) {
    std::ofstream list(folder / "pairs.tsv");
    list << heading << "\n";
    for (int i = 0; i < count; ++i) {
      put_image(folder / "sketch" / text(i, ".png"), 100 + i);
      put_image(folder / "photos" / text(i, ".png"), i);
      list << i << ".png\tphotos/" << i << ".png" << more(i) << "\n";
    }
  }
  std::string complaint() const {
    try {
      read_pair_list(folder.path(), "sketch", "photo");
    } catch (const DatasetError& error) {
      return error.what();
    }
    return "none";
  }
};

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(paired_images, Pairs)

// Of twelve people for training the fifth validates; who tests is what the list says.
BOOST_AUTO_TEST_CASE(a_list_of_pairs_keeps_its_split) {
  put(15, "sketch\tphoto\tsplit_in_repo", [](int i) { return i % 5 == 4 ? "\ttest" : "\ttrain"; });
  const ImagePairs pairs = read_pair_list(folder.path(), "sketch", "photo");
  BOOST_REQUIRE(pairs.split.has_value());
  BOOST_TEST(pairs.split->validation_begin == 11);
  BOOST_TEST(pairs.split->test_begin == 12);
  import_pairs(pairs, {.size = 8}, folder / "out");
  BOOST_TEST(check_dataset(folder / "out").good());
  const Dataset set(folder / "out");
  BOOST_TEST(set.manifest().styles.at(0).name == "sketch");
  BOOST_TEST(set.portraits_in(Split::test).size() == 3u);
  for (const Index portrait : set.portraits_in(Split::test)) {
    BOOST_TEST(set.face(set.face_of(portrait))[0] % 5 == 4);
  }
  for (Index portrait = 0; portrait < 15; ++portrait) {
    BOOST_TEST(set.portrait(portrait)[0] == 100 + set.face(set.face_of(portrait))[0]);
  }
  const auto validating = set.portraits_in(Split::validation);
  BOOST_TEST(set.portrait(validating.at(0))[0] == 105);  // the fifth of 0 1 2 3, 5 6 7 8, ...
}

BOOST_AUTO_TEST_CASE(people_have_several_pairs_and_without_a_split_the_last_test) {
  put(10, "sketch\tphoto\tidentity", [](int i) { return text("\t", i % 5); });
  const ImagePairs pairs = read_pair_list(folder.path(), "sketch", "photo");
  BOOST_TEST(!pairs.split.has_value());
  BOOST_TEST(pairs.inputs.identities == 5);
  BOOST_TEST(pairs.inputs.images[1].name == "5.png");
  BOOST_TEST(pairs.inputs.images[1].identity == 0);
  BOOST_TEST(import_pairs(pairs, {.size = 8}, folder / "out").split.test_begin == 4);
}

BOOST_AUTO_TEST_CASE(files_that_are_not_there_are_left_out) {
  put(4, "sketch\tphoto");
  fs::remove(folder / "photos" / "2.png");
  const ImagePairs pairs = read_pair_list(folder.path(), "sketch", "photo");
  BOOST_TEST(pairs.inputs.images.size() == 3u);
  BOOST_TEST(pairs.inputs.unusable.at(0).file == "photos/2.png");
}

BOOST_AUTO_TEST_CASE(lists_that_make_no_sense) {
  put(2, "sketch\tpicture");
  BOOST_TEST(mentions(complaint(), "pairs.tsv:1: expected a column \"photo\""));
  put(2, "sketch\tphoto\tsplit");
  BOOST_TEST(mentions(complaint(), "pairs.tsv:2: expected 3 columns, got 2"));
  put(2, "sketch\tphoto\tsplit", [](int) { return "\tdev"; });
  BOOST_TEST(mentions(complaint(), "expected the split train, validation or test, got \"dev\""));
  put(2, "sketch\tphoto\tsplit\tidentity",
      [](int i) { return i == 0 ? "\ttrain\t7" : "\ttest\t7"; });
  BOOST_TEST(mentions(complaint(), "7 is in train and test"));
}

BOOST_AUTO_TEST_CASE(empty_cells_are_refused) {
  put(2, "sketch\tphoto\tidentity\tnote", [](int i) { return i == 1 ? "\t\tx" : "\t7\tx"; });
  BOOST_TEST(
      mentions(complaint(), "pairs.tsv:3: expected a value in the column \"identity\", got none"));
  std::ofstream(folder / "pairs.tsv") << "sketch\tphoto\tnote\n0.png\t\tx\n";
  BOOST_TEST(mentions(complaint(), "pairs.tsv:2: expected a value in the column \"photo\""));
  std::ofstream(folder / "pairs.tsv") << "sketch\tphoto\tnote\n\tphotos/0.png\tx\n";
  BOOST_TEST(mentions(complaint(), "pairs.tsv:2: expected a value in the column \"sketch\""));
}

BOOST_AUTO_TEST_CASE(a_list_may_come_from_windows) {
  put(2, "sketch\tphoto\tsplit\r", [](int) { return "\ttrain\r"; });
  BOOST_TEST(read_pair_list(folder.path(), "sketch", "photo").inputs.images.size() == 2u);
  put(2, "sketch\tphoto\r", [](int) { return "\r"; });
  BOOST_TEST(read_pair_list(folder.path(), "sketch", "photo").inputs.images.size() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
