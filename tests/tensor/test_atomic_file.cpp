#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <string>
#include <thread>

#include "tensor/atomic_file.h"
#include "tensor/input_file.h"
#include "tests/data/temporary_folder.h"

using namespace mien;
namespace fs = std::filesystem;

namespace {

auto says(const std::string& part) {
  return [part](const std::exception& e) {
    BOOST_TEST_MESSAGE(e.what());
    return std::string(e.what()).find(part) != std::string::npos;
  };
}

std::size_t files_in(const fs::path& folder) {
  return static_cast<std::size_t>(
      std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

// A disk with room for so many bytes in one file: writing past them fails as on a full one.
class FileSizeLimit {
 public:
  explicit FileSizeLimit(rlim_t bytes) : handler_(signal(SIGXFSZ, SIG_IGN)) {
    getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit limit{bytes, old_.rlim_max};
    setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~FileSizeLimit() {
    setrlimit(RLIMIT_FSIZE, &old_);
    signal(SIGXFSZ, handler_);
  }

 private:
  rlimit old_;
  void (*handler_)(int);
};

}  // namespace

BOOST_AUTO_TEST_SUITE(atomic_file)

BOOST_AUTO_TEST_CASE(whether_a_file_can_be_written_is_known_before) {
  const TemporaryFolder folder;
  BOOST_CHECK_EXCEPTION(check_can_write(folder / "none" / "a"), FileError, says("none/a: cannot"));
  BOOST_CHECK_EXCEPTION(check_can_write(folder.path()), FileError, says("not a regular file"));
  check_can_write(folder / "a");
  BOOST_TEST(files_in(folder.path()) == 0u);
  write_file(folder / "a", "kept");
  check_can_write(folder / "a");
  BOOST_TEST(read_file(folder / "a") == "kept");
}

BOOST_AUTO_TEST_CASE(a_file_is_written_and_replaced) {
  const TemporaryFolder folder;
  write_file(folder / "a", "first and longer");
  BOOST_TEST(read_file(folder / "a") == "first and longer");
  write_file(folder / "a", "second");
  BOOST_TEST(read_file(folder / "a") == "second");
  BOOST_TEST(files_in(folder.path()) == 1u);
}

BOOST_AUTO_TEST_CASE(without_commit_nothing_changes) {
  const TemporaryFolder folder;
  write_file(folder / "a", "old");
  { AtomicFile(folder / "a").write("new"); }
  BOOST_TEST(read_file(folder / "a") == "old");
  BOOST_TEST(files_in(folder.path()) == 1u);
}

BOOST_AUTO_TEST_CASE(a_full_disk_leaves_the_old_file) {
  const TemporaryFolder folder;
  write_file(folder / "a", "old");
  {
    const FileSizeLimit limit(1000);
    BOOST_CHECK_EXCEPTION(write_file(folder / "a", std::string(5000, 'x')), FileError,
                          says("/a: cannot write: File too large"));
  }
  BOOST_TEST(read_file(folder / "a") == "old");
  BOOST_TEST(files_in(folder.path()) == 1u);
  BOOST_CHECK_EXCEPTION(write_file("/dev/full", "x"), FileError, says("/dev/full"));
}

BOOST_AUTO_TEST_CASE(permissions_and_links_stay) {
  const TemporaryFolder folder;
  write_file(folder / "a", "old");
  chmod((folder / "a").c_str(), 0640);
  fs::create_symlink("a", folder / "link");
  write_file(folder / "link", "new");
  struct stat status;
  stat((folder / "a").c_str(), &status);
  BOOST_TEST((status.st_mode & 07777) == 0640u);
  BOOST_TEST(read_file(folder / "a") == "new");
  BOOST_TEST(fs::is_symlink(folder / "link"));
}

BOOST_AUTO_TEST_CASE(what_a_killed_writer_left_is_taken_over) {
  const TemporaryFolder folder;
  std::ofstream(folder / ".a.tmp") << "half of something much longer than the new content";
  write_file(folder / "a", "new");
  BOOST_TEST(read_file(folder / "a") == "new");
  BOOST_TEST(files_in(folder.path()) == 1u);
}

BOOST_AUTO_TEST_CASE(writers_of_one_file_take_turns) {
  const TemporaryFolder folder;
  const auto write_often = [&](char letter) {
    for (int i = 0; i < 25; ++i) write_file(folder / "a", std::string(20000, letter));
  };
  std::thread other(write_often, 'b');
  write_often('c');
  other.join();
  const std::string content = read_file(folder / "a");
  BOOST_TEST(content.size() == 20000u);
  BOOST_TEST((content == std::string(20000, content[0])));
  BOOST_TEST(files_in(folder.path()) == 1u);
}

BOOST_AUTO_TEST_CASE(bad_paths_are_explained) {
  const TemporaryFolder folder;
  const std::string missing = "/missing/a: cannot write: No such file or directory";
  BOOST_CHECK_EXCEPTION(write_file(folder.path() / "missing/a", ""), FileError, says(missing));
  BOOST_CHECK_EXCEPTION(write_file(folder.path(), ""), FileError, says("not a regular file"));
  BOOST_CHECK_EXCEPTION(read_file(folder / "a"), FileError, says("/a: cannot open: No such file"));
  BOOST_CHECK_EXCEPTION(read_file(folder.path()), FileError, says("expected a file, got a folder"));
  write_file(folder / "a", "12345");
  BOOST_CHECK_EXCEPTION(read_file(folder / "a", 4), FileError, says("at most 4 bytes, got 5"));
}

BOOST_AUTO_TEST_SUITE_END()
