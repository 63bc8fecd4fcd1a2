#include "data/dataset.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <numeric>

#include "data/check_dataset.h"
#include "data/make_faces.h"
#include "tensor/input_file.h"
#include "tests/data/small_dataset.h"
#include "tests/data/temporary_folder.h"

using namespace mien;
namespace fs = std::filesystem;

namespace {

// The message of what opening the folder throws.
std::string complaint(const fs::path& folder) {
  try {
    const Dataset dataset(folder);
  } catch (const FileError& error) {
    BOOST_TEST_MESSAGE(error.what());
    return error.what();
  }
  return "none";
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

void replace_in_manifest(const fs::path& folder, const std::string& from, const std::string& to) {
  std::string content = read_file(folder / kManifestName);
  const auto at = content.find(from);
  BOOST_REQUIRE(at != std::string::npos);
  write_file(folder / kManifestName, content.replace(at, from.size(), to));
}

void flip_last_bit(const fs::path& path) {
  std::string content = read_file(path);
  content.back() ^= 1;
  write_file(path, content);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dataset)

BOOST_AUTO_TEST_CASE(people_are_split_at_a_tenth_and_a_fifth) {
  const IdentitySplit split = split_identities(100);
  BOOST_TEST(split.validation_begin == 70);
  BOOST_TEST(split.test_begin == 80);
  BOOST_TEST((split.of(69) == Split::train));
  BOOST_TEST((split.of(70) == Split::validation));
  BOOST_TEST((split.of(80) == Split::test));
  for (Index people = 3; people < 50; ++people) {
    const IdentitySplit few = split_identities(people);
    BOOST_TEST((0 < few.validation_begin && few.validation_begin < few.test_begin));
    BOOST_TEST(few.test_begin < people);
  }
  BOOST_TEST(split_identities(1).validation_begin == 1);
}

BOOST_AUTO_TEST_CASE(attributes_are_named_in_the_manifest) {
  const TemporaryFolder folder;
  write_small_dataset(folder / "set");
  const std::string none = R"("attributes": [],)";
  replace_in_manifest(folder / "set", none, R"("attributes": ["Bald"],)");
  BOOST_TEST(mentions(complaint(folder / "set"), "expected a tensor \"attributes\""));
  replace_in_manifest(folder / "set", R"(["Bald"])", R"(["Bald", "Bald"])");
  BOOST_TEST(mentions(complaint(folder / "set"), "expected \"attributes\" to be different"));
  replace_in_manifest(folder / "set", R"("attributes": ["Bald", "Bald"],)", "");
  const Dataset older(folder / "set");  // made before there were any
  BOOST_TEST(older.manifest().attributes.empty());
  BOOST_TEST(older.attributes_of(3).empty());
}

BOOST_AUTO_TEST_CASE(images_and_numbers_come_back) {
  const TemporaryFolder folder;
  write_small_dataset(folder / "set");
  const Dataset dataset(folder / "set");
  BOOST_TEST(dataset.face_count() == 10);
  BOOST_TEST(dataset.portrait_count() == 20);
  BOOST_TEST(dataset.face(7)[0] == 7);
  BOOST_TEST(dataset.portrait(14)[0] == 107);
  BOOST_TEST(dataset.portrait(15)[0] == 207);
  BOOST_TEST(dataset.face_of(15) == 7);
  BOOST_TEST(dataset.style_of(15) == 1);
  BOOST_TEST(dataset.identity_of(7) == 7);
  BOOST_TEST(dataset.portrait_image(15).data<std::uint8_t>()[4] == 1);  // green of column 1
  BOOST_CHECK_THROW(dataset.landmarks_of(0), DatasetError);
}

BOOST_AUTO_TEST_CASE(portraits_are_chosen_by_split_and_style) {
  const TemporaryFolder folder;
  write_small_dataset(folder / "set");
  const Dataset dataset(folder / "set");
  BOOST_TEST(dataset.faces_in(Split::train).size() == 7u);
  BOOST_TEST((dataset.faces_in(Split::validation) == std::vector<Index>{7}));
  BOOST_TEST((dataset.portraits_in(Split::test) == std::vector<Index>{16, 17, 18, 19}));
  BOOST_TEST((dataset.portraits_in(Split::test, StyleGroup::seen) == std::vector<Index>{16, 18}));
  BOOST_TEST((dataset.portraits_in(Split::test, StyleGroup::unseen) == std::vector<Index>{17, 19}));
}

BOOST_AUTO_TEST_CASE(batches_are_scaled_to_one) {
  const TemporaryFolder folder;
  write_small_dataset(folder / "set");
  const Dataset dataset(folder / "set");
  const Index faces[] = {3, 0};
  const Tensor batch = gather_faces(dataset, faces);
  BOOST_TEST(batch.shape() == (Shape{2, 4, 4, 3}));
  BOOST_TEST(batch.data<float>()[0] == static_cast<float>(3 / 127.5 - 1));
  BOOST_TEST(batch.data<float>()[4 * 4 * 3] == -1.0f);
  const std::uint8_t white[3] = {255, 255, 255};
  float pixel[3];
  normalize_image(white, 1, false, pixel);
  BOOST_TEST(pixel[0] == 1.0f);
}

BOOST_AUTO_TEST_CASE(many_images_fill_several_shards) {
  const TemporaryFolder folder;
  ShardWriter writer(folder.path(), "faces", 2048, face_columns(Manifest()));
  for (int i = 0; i < 6; ++i) writer.add(Tensor({2048, 2048, 3}, DType::uint8), {i});
  const auto shards = writer.finish();
  BOOST_TEST(shards.size() == 2u);  // four of 12.6 MB, then two
  BOOST_TEST(shards[0].count == 4);
  BOOST_TEST(shards[1].file == "faces-00001.safetensors");
  const Shard second(folder.path(), shards[1], 2048, face_columns(Manifest()), true);
  BOOST_TEST(second.number("identity", 1) == 5);
}

BOOST_AUTO_TEST_CASE(synthetic_faces_are_the_same_for_any_threads) {
  const TemporaryFolder folder;
  FacesOptions options{.count = 7, .per_identity = 2, .size = 16, .seed = 3, .threads = 1};
  make_faces(options, folder / "a");
  options.threads = 3;
  const Manifest manifest = make_faces(options, folder / "b");
  BOOST_TEST(manifest.identities == 4);
  for (const std::string name : {"manifest.json", "faces-00000.safetensors"}) {
    BOOST_TEST((read_file(folder / "a" / name) == read_file(folder / "b" / name)));
  }
  const Dataset dataset(folder / "a");
  BOOST_TEST(dataset.identity_of(6) == 3);
  BOOST_TEST(dataset.landmarks_of(0).shape() == (Shape{68, 2}));
  BOOST_TEST(check_dataset(folder / "a").good());
}

BOOST_AUTO_TEST_CASE(a_data_set_is_replaced_but_nothing_else_is) {
  const TemporaryFolder folder;
  write_small_dataset(folder / "set");
  std::ofstream(folder / "set" / "portraits-00009.safetensors") << "of an interrupted making";
  write_small_dataset(folder / "set");
  BOOST_TEST(check_dataset(folder / "set").good());
  std::ofstream(folder / "set" / "thesis.tex") << "years of work";
  BOOST_CHECK_THROW(prepare_dataset_folder(folder / "set"), DatasetError);
  BOOST_TEST(Dataset(folder / "set").face_count() == 10);
  BOOST_CHECK_THROW(prepare_dataset_folder(folder / "set" / "thesis.tex"), DatasetError);
}

BOOST_AUTO_TEST_CASE(missing_things_are_named) {
  const TemporaryFolder folder;
  BOOST_TEST(mentions(complaint(folder / "none"), "/none: expected the folder of a data set"));
  BOOST_TEST(mentions(complaint(folder.path()), "found no manifest.json"));
  write_small_dataset(folder / "set");
  fs::remove(folder / "set" / "faces-00000.safetensors");
  BOOST_TEST(mentions(complaint(folder / "set"), "faces-00000.safetensors: cannot open: No such"));
}

BOOST_AUTO_TEST_CASE(a_damaged_shard_is_named) {
  const TemporaryFolder folder;
  write_small_dataset(folder / "set");
  flip_last_bit(folder / "set" / "portraits-00000.safetensors");
  BOOST_TEST(mentions(complaint(folder / "set"), "portraits-00000.safetensors: damaged"));
  BOOST_TEST(Dataset(folder / "set", false).face_count() == 10);
  const auto file = folder / "set" / "portraits-00000.safetensors";
  fs::resize_file(file, fs::file_size(file) - 1);
  BOOST_TEST(mentions(complaint(folder / "set"), "bytes, got "));
}

BOOST_AUTO_TEST_CASE(a_wrong_manifest_is_explained) {
  const auto refused = [](const std::string& from, const std::string& to, const std::string& why) {
    const TemporaryFolder folder;
    write_small_dataset(folder.path());
    replace_in_manifest(folder.path(), from, to);
    return mentions(complaint(folder.path()), why);
  };
  BOOST_TEST(refused("{", "", "expected JSON"));
  BOOST_TEST(refused("mien data set", "something", "expected the format"));
  BOOST_TEST(refused("\"version\": 1", "\"version\": 2", "\"version\" to be a number from 1 to 1"));
  BOOST_TEST(refused("\"portraits\"", "\"statues\"", "faces or portraits, got \"statues\""));
  BOOST_TEST(
      refused("\"size\": 4", "\"size\": 5", "expected \"images\" to be uint8 [10, 5, 5, 3]"));
  BOOST_TEST(refused("\"size\": 4", "\"size\": -4", "\"size\" to be a number"));
  BOOST_TEST(refused("\"seed\": 1", "\"seed\": \"a\"", "manifest.json: "));
  BOOST_TEST(refused("\"identities\": 10", "\"identities\": 9", "every identity to be below 9"));
  BOOST_TEST(refused("\"count\": 10", "\"count\": 11", "got U8 [10, 4, 4, 3]"));
  BOOST_TEST(refused("faces-00000", "../faces-00000", "plain file name"));
  BOOST_TEST(refused("\"split\"", "\"spilt\"", "expected \"split\""));
}

BOOST_AUTO_TEST_CASE(check_reports_every_offender) {
  const TemporaryFolder folder;
  write_small_dataset(folder.path());
  BOOST_TEST(check_dataset(folder.path()).good());
  flip_last_bit(folder / "portraits-00000.safetensors");
  flip_last_bit(folder / "faces-00000.safetensors");
  std::ofstream(folder / "notes.txt") << "?";
  const DatasetReport report = check_dataset(folder.path());
  BOOST_TEST(report.problems.size() == 3u);
  BOOST_TEST(mentions(report.problems[0], "faces-00000.safetensors: damaged"));
  BOOST_TEST(mentions(report.problems[2], "notes.txt: is not in manifest.json"));
  BOOST_TEST(!report.expected.empty());
  BOOST_TEST(!check_dataset(folder / "none").good());
}

BOOST_AUTO_TEST_SUITE_END()
