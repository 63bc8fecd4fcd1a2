#include "cuda/plan_file.h"

#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>

#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

// The user's cache folder, for a while.
class CacheFolder {
 public:
  explicit CacheFolder(const std::filesystem::path& path) {
    setenv("XDG_CACHE_HOME", path.c_str(), 1);
  }
  ~CacheFolder() { unsetenv("XDG_CACHE_HOME"); }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(plan_file_suite)

BOOST_AUTO_TEST_CASE(choices_outlast_the_program) {
  const TemporaryFolder folder;
  const CacheFolder cache(folder.path() / "new");
  cuda::PlanFile("plans.txt").add("1,2,3", 4);
  cuda::PlanFile again("plans.txt");
  BOOST_TEST((again.find("1,2,3") == Index{4}));
  BOOST_TEST(!again.find("1,2").has_value());
  again.add("1,2,3", 0);
  BOOST_TEST((cuda::PlanFile("plans.txt").find("1,2,3") == Index{0}));
  BOOST_TEST(!cuda::PlanFile("others.txt").find("1,2,3").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_line_of_it_is_passed_over) {
  const TemporaryFolder folder;
  const CacheFolder cache(folder.path());
  std::filesystem::create_directory(folder.path() / "mien");
  std::ofstream(folder.path() / "mien" / "plans.txt") << "\n1,1 x\n1,2 -3\n1,3 2 2\n1,4 5\n1,5";
  const cuda::PlanFile file("plans.txt");
  for (const char* damaged : {"1,1", "1,2", "1,3", "1,5"}) BOOST_TEST(!file.find(damaged));
  BOOST_TEST((file.find("1,4") == Index{5}));
}

BOOST_AUTO_TEST_CASE(a_folder_that_cannot_be_made_is_no_error) {
  const TemporaryFolder folder;
  std::ofstream(folder.path() / "file") << "in the way";
  const CacheFolder cache(folder.path() / "file");
  cuda::PlanFile file("plans.txt");
  file.add("1", 2);
  BOOST_TEST((file.find("1") == Index{2}));
  BOOST_TEST(!cuda::PlanFile("plans.txt").find("1").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
