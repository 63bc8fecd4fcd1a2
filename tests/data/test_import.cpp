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

void put_image(const fs::path& path, int mark = 0, Index size = 8) {
  fs::create_directories(path.parent_path());
  write_png(path, marked_image(size, mark));
}

void put_text(const fs::path& path, const std::string& content) {
  fs::create_directories(path.parent_path());
  std::ofstream(path) << content;
}

template <class Call>
std::string complaint(Call call) {
  try {
    call();
  } catch (const FileError& error) {
    BOOST_TEST_MESSAGE(error.what());
    return error.what();
  }
  return "none";
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

// Three images of two people in the layout of CelebA.
struct Celeba {
  TemporaryFolder folder;
  fs::path images = folder / "images";
  Celeba() {
    for (int i = 1; i <= 3; ++i) put_image(images / text("00000", i, ".png"), i);
    put_text(folder / "identity_CelebA.txt", "000001.png 2880\n000002.png 12\n000003.png 2880\n");
    put_text(folder / "list_attr_celeba.txt",
             "3\nBald Blurry \n000001.png -1 -1\n000002.png  1 -1\n000003.png -1  1\n");
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(import)

BOOST_FIXTURE_TEST_CASE(celeba_people_are_numbered_in_order, Celeba) {
  const ImageFolder found = read_celeba_folder(images);
  BOOST_TEST(found.identities == 2);
  BOOST_TEST(found.images.size() == 3u);
  BOOST_TEST(found.images[0].name == "000002.png");  // person 12 comes before person 2880
  BOOST_TEST(found.images[1].name == "000001.png");
  BOOST_TEST(found.images[2].identity == 1);
}

BOOST_FIXTURE_TEST_CASE(first_images_are_those_of_the_first_people, Celeba) {
  const ImageFolder all = read_celeba_folder(images);
  BOOST_TEST(first_images(all, 1).identities == 1);
  BOOST_TEST(first_images(all, 1).images.at(0).name == "000002.png");
  BOOST_TEST(first_images(all, 2).identities == 2);
  BOOST_TEST(first_images(all, 9).images.size() == 3u);
  BOOST_CHECK_THROW(first_images(all, 0), std::invalid_argument);
}

BOOST_FIXTURE_TEST_CASE(what_the_lists_do_not_cover_lies_beyond_a_limit, Celeba) {
  put_image(images / "000004.png", 4);
  const ImageFolder all = read_celeba_folder(images);
  BOOST_TEST(first_images(all, 3).unusable.size() == 1u);  // nothing is cut
  BOOST_TEST(first_images(all, 2).unusable.empty());
  BOOST_TEST(import_faces(first_images(all, 2), {.size = 8}, folder / "out").face_count() == 2);
}

BOOST_FIXTURE_TEST_CASE(celeba_attributes_filter, Celeba) {
  BOOST_TEST(read_celeba_folder(images, {"Blurry"}).images.size() == 2u);
  BOOST_TEST(read_celeba_folder(images, {"Blurry", "Bald"}).filtered == 2);
  const auto unknown = complaint([&] { read_celeba_folder(images, {"Hat"}); });
  BOOST_TEST(mentions(unknown, "list_attr_celeba.txt:2: expected a column \"Hat\""));
}

BOOST_FIXTURE_TEST_CASE(celeba_attributes_stay_with_their_faces, Celeba) {
  put_image(images / "000004.png", 4);
  std::ofstream(folder / "identity_CelebA.txt", std::ios::app) << "000004.png 5\n";
  const ImageFolder found = read_celeba_folder(images);
  BOOST_TEST(found.unusable.at(0).reason == "has no line in the list of attributes");
  import_faces(found, {.size = 8, .max_bad = 0.5}, folder / "out");
  const Dataset set(folder / "out");
  BOOST_TEST((set.manifest().attributes == std::vector<std::string>{"Bald", "Blurry"}));
  BOOST_TEST(set.face(0)[0] == 2);
  BOOST_TEST((set.attributes_of(0)[0] == 1 && set.attributes_of(0)[1] == 0));
  BOOST_TEST(set.face(2)[0] == 3);
  BOOST_TEST((set.attributes_of(2)[0] == 0 && set.attributes_of(2)[1] == 1));
  BOOST_TEST(check_dataset(folder / "out").good());
}

BOOST_FIXTURE_TEST_CASE(celeba_lists_that_are_missing_or_damaged_are_named, Celeba) {
  put_image(images / "000004.png", 4);
  const ImageFolder found = read_celeba_folder(images);
  BOOST_TEST(found.images.size() == 3u);
  BOOST_TEST(found.unusable.at(0).file == "000004.png");
  put_text(folder / "list_attr_celeba.txt", "Bald Blurry\n000001.png -1\n");
  BOOST_TEST(mentions(complaint([&] { read_celeba_folder(images, {"Bald"}); }),
                      ":2: expected a file and 2 values, got 2 words"));
  put_text(folder / "list_attr_celeba.txt", "Bald Blurry\n000001.png -1 yes\n");
  BOOST_TEST(mentions(complaint([&] { read_celeba_folder(images); }),
                      ":2: expected 1, -1 or 0 for Blurry, got yes"));
  fs::remove(folder / "list_attr_celeba.txt");
  BOOST_TEST(mentions(complaint([&] { read_celeba_folder(images, {"Bald"}); }), "list_attr*.txt"));
  BOOST_TEST(read_celeba_folder(images).attributes.empty());
  put_text(folder / "identity_CelebA.txt", "000001.png\n");
  BOOST_TEST(mentions(complaint([&] { read_celeba_folder(images); }),
                      "identity_CelebA.txt:1: expected a file and an identity"));
  fs::remove(folder / "identity_CelebA.txt");
  BOOST_TEST(mentions(complaint([&] { read_celeba_folder(images); }), "there is none"));
  put_text(folder / "index.tsv", "image\tidentity\teyes\n000001.png\t7\t\n000002.png\t8\n");
  BOOST_TEST(read_celeba_folder(images).identities == 2);
  put_text(folder / "index.tsv", "image\tidentity\teyes\n000001.png\t7\t\n000002.png\t\t1\n");
  BOOST_TEST(mentions(complaint([&] { read_celeba_folder(images); }),
                      "index.tsv:3: expected a value in the column \"identity\", got none"));
}

BOOST_FIXTURE_TEST_CASE(lists_may_come_from_windows, Celeba) {
  fs::remove(folder / "identity_CelebA.txt");
  put_text(folder / "index.tsv",
           "image\tidentity\r\n000001.png\t7\r\n\r\n000002.png\t8\r\n000003.png\t7\n");
  BOOST_TEST(read_celeba_folder(images).identities == 2);
}

BOOST_AUTO_TEST_CASE(a_folder_for_each_person) {
  const TemporaryFolder folder;
  put_image(folder / "anna" / "1.png");
  put_image(folder / "bert" / "2.PNG");
  put_image(folder / "bert" / "1.png");
  put_text(folder / "bert" / "notes.txt", "?");
  const ImageFolder found = read_identity_folders(folder.path());
  BOOST_TEST(found.identities == 2);
  BOOST_TEST(found.images[1].name == "bert/1.png");
  BOOST_TEST(found.images[2].identity == 1);
  BOOST_TEST(found.other_files == 1);
  BOOST_TEST(mentions(complaint([&] { read_identity_folders(folder / "anna"); }),
                      "for each person, found 0 folders without any and 1 images"));
}

BOOST_AUTO_TEST_CASE(pairs_have_one_name_in_two_folders) {
  const TemporaryFolder folder;
  put_image(folder / "a" / "1.png", 101);
  put_image(folder / "b" / "1.jpg", 1);
  put_image(folder / "a" / "2.png", 102);
  put_image(folder / "b" / "2.png", 2);
  put_image(folder / "a" / "3.png", 103);
  const ImagePairs pairs = read_paired_folders(folder.path());
  BOOST_TEST(pairs.inputs.images.size() == 2u);
  BOOST_TEST(pairs.targets.images[0].name == "b/1.jpg");
  BOOST_TEST(pairs.inputs.unusable.at(0).file == "a/3.png");
  const Manifest made = import_pairs(pairs, {.size = 8, .max_bad = 0.5}, folder / "out");
  BOOST_TEST(made.skipped.size() == 1u);
  const Dataset set(folder / "out");
  BOOST_TEST(set.portrait(1)[0] == 102);
  BOOST_TEST(set.face(set.face_of(1))[0] == 2);
  BOOST_TEST(check_dataset(folder / "out").good());
}

BOOST_AUTO_TEST_CASE(images_are_cropped_and_resized) {
  const TemporaryFolder folder;
  put_image(folder / "in" / "a.png", 7, 8);
  ImportOptions options{.size = 4, .crop = Box{2, 1, 4, 4}};
  import_faces(read_flat_folder(folder / "in"), options, folder / "out");
  const Dataset set(folder / "out");
  BOOST_TEST(set.face(0)[0] == 7);
  BOOST_TEST(set.face(0)[1] == 2);  // columns begin at 2
  BOOST_TEST(set.face(0)[2] == 1);  // rows at 1
}

BOOST_AUTO_TEST_CASE(damaged_images_are_listed_up_to_a_limit) {
  const TemporaryFolder folder;
  for (int i = 0; i < 9; ++i) put_image(folder / "in" / text(i, ".png"), i);
  put_text(folder / "in" / "bad.png", "not an image");
  put_image(folder / "in" / "small.png", 0, 2);
  ImportOptions options{.size = 4, .crop = Box{0, 0, 8, 8}, .max_bad = 0.2};
  const ImageFolder images = read_flat_folder(folder / "in");
  const Manifest made = import_faces(images, options, folder / "out");
  BOOST_TEST(made.face_count() == 9);
  BOOST_TEST(made.skipped.at(0).file == "bad.png");
  BOOST_TEST(!mentions(made.skipped.at(0).reason, folder.path().string()));
  BOOST_TEST(mentions(made.skipped.at(1).reason, "is 2x2, too small for 0,0,8,8"));
  options.max_bad = 0.1;
  BOOST_TEST(mentions(complaint([&] { import_faces(images, options, folder / "out"); }),
                      "more than 1 of 11 images cannot be used, the first: bad.png"));
  BOOST_TEST(!fs::exists(folder / "out" / kManifestName));
}

// Person 1 of 0, 1 and 2 keeps the number, but is not counted.
BOOST_AUTO_TEST_CASE(people_without_a_usable_image_are_not_counted) {
  const TemporaryFolder folder;
  for (int i = 0; i < 3; ++i) put_image(folder / "in" / text(i, ".png"), i);
  put_text(folder / "in" / "1.png", "not an image");
  import_faces(read_flat_folder(folder / "in"), {.size = 4, .max_bad = 0.5}, folder / "out");
  const Dataset set(folder / "out");
  BOOST_TEST(set.identity_of(1) == 2);
  BOOST_TEST(set.manifest().people() == 2);
  BOOST_TEST(mentions(check_dataset(folder / "out").expected.at(1), "2 faces of 2 people"));
}

BOOST_AUTO_TEST_CASE(no_image_is_an_error_that_helps) {
  const TemporaryFolder folder;
  BOOST_TEST(mentions(complaint([&] { read_flat_folder(folder / "none"); }), "there is none"));
  BOOST_TEST(mentions(complaint([&] { read_flat_folder(folder.path()); }), "found nothing"));
  put_text(folder / "face.webp", "?");
  BOOST_TEST(mentions(complaint([&] { read_flat_folder(folder.path()); }), "such as face.webp"));
  put_image(folder / "deeper" / "a.png");
  BOOST_TEST(mentions(complaint([&] { read_flat_folder(folder.path()); }), "did you mean"));
  put_text(folder / "broken" / "a.png", "?");
  const ImageFolder broken = read_flat_folder(folder / "broken");
  BOOST_TEST(mentions(complaint([&] { import_faces(broken, {.max_bad = 1}, folder / "out"); }),
                      "at least one image"));
}

BOOST_AUTO_TEST_SUITE_END()
