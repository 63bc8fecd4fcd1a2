#include "training/csv_log.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>
#include <sstream>

#include "tests/data/temporary_folder.h"
#include "tests/training/error_of.h"

using namespace mien;

namespace {

struct Fixture : TemporaryFolder {
  std::filesystem::path file = path() / "log.csv";

  void write_rows(Index first, Index last, Index resumed = 0) const {
    CsvLog log(file, {"loss", "psnr"}, resumed);
    for (Index step = first; step <= last; ++step) {
      log.append(step, std::vector<NamedValue>{{"loss", 1.0 / static_cast<double>(step)}});
    }
  }
  std::string content() const {
    std::ostringstream all;
    all << std::ifstream(file).rdbuf();
    return all.str();
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(csv_log, Fixture)

BOOST_AUTO_TEST_CASE(rows_are_written_as_they_come) {
  CsvLog log(file, {"loss", "psnr"});
  log.append(0, std::vector<NamedValue>{{"psnr", 9.5}, {"loss", 1.0 / 3}});
  BOOST_TEST(content() == "step,loss,psnr\n0,0.3333333,9.5\n");
  log.append(5, std::vector<NamedValue>{{"loss", std::nan("")}});
  BOOST_TEST(content() == "step,loss,psnr\n0,0.3333333,9.5\n5,nan,\n");
}

BOOST_AUTO_TEST_CASE(resuming_leaves_no_row_twice_or_missing) {
  write_rows(1, 9);
  const std::string whole = content();
  write_rows(1, 7);
  std::ofstream(file, std::ios::app) << "8,0.1";  // torn
  write_rows(5, 9, 4);
  BOOST_TEST(content() == whole);
  write_rows(10, 9, 20);
  BOOST_TEST(content() == whole);
}

BOOST_AUTO_TEST_CASE(step_zero_starts_over) {
  write_rows(1, 9);
  write_rows(1, 2, 0);
  BOOST_TEST(content() == "step,loss,psnr\n1,1,\n2,0.5,\n");
}

BOOST_AUTO_TEST_CASE(a_log_of_another_kind_is_refused) {
  std::ofstream(file) << "step,other\n1,2\n";
  BOOST_TEST(error_of([&] { write_rows(2, 3, 1); }) ==
             file.string() + ": its columns are 'step,other', this run writes 'step,loss,psnr'");
  std::ofstream(file) << "step,loss,psnr\n1,2\n";
  BOOST_TEST(error_of([&] { write_rows(2, 3, 1); }) ==
             file.string() + ":2: expected a step and 2 numbers, got '1,2'");
  std::ofstream(file) << "step,loss,psnr\n1,x,2\n";
  BOOST_TEST(error_of([&] { write_rows(2, 3, 1); }).starts_with(file.string() + ":2: "));
}

BOOST_AUTO_TEST_CASE(wrong_use_is_explained) {
  CsvLog log(file, {"loss"}, 0);
  log.append(3, {});
  BOOST_CHECK_THROW(log.append(3, {}), std::invalid_argument);
  BOOST_CHECK_THROW(log.append(4, std::vector<NamedValue>{{"los", 1}}), std::invalid_argument);
  BOOST_CHECK_THROW(CsvLog(file, {"a,b"}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_full_disk_is_an_error) {
  BOOST_TEST(error_of([] {
               CsvLog("/dev/full", {"loss"});
             }).starts_with("/dev/full: cannot be written: No space left on device"));
  BOOST_TEST(error_of([&] {
               CsvLog(path() / "none" / "log.csv", {"loss"});
             }).find("cannot be opened: No such file") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_log_reads_back) {
  write_rows(1, 3);
  std::ofstream(file, std::ios::app) << "4,";
  const CsvTable table = read_csv(file);
  BOOST_TEST(table.columns == (std::vector<std::string>{"step", "loss", "psnr"}));
  BOOST_TEST(table.rows.size() == 3);
  BOOST_TEST(table.rows[1][1] == 0.5);
  BOOST_TEST(std::isnan(table.rows[1][2]));
  BOOST_CHECK_THROW(read_csv(path() / "none"), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()
