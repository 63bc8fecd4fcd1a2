#include "training/evaluation_table.h"

#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "tests/data/temporary_folder.h"
#include "tests/metrics/images.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(evaluation_table_suite)

BOOST_AUTO_TEST_CASE(rows_become_json) {
  const Tensor black = full({16, 16, 3}, 0, DType::uint8),
               white = full({16, 16, 3}, 255, DType::uint8);
  EvaluationRow row{"seen", "portrait", {}};
  row.metrics.add(black, white);
  const std::string json = evaluation_json(std::span(&row, 1));
  BOOST_TEST(json.starts_with(
      "[\n  {\n    \"split\": \"seen\",\n    \"method\": \"portrait\",\n    \"count\": 1,\n"
      "    \"psnr\": 0.0,\n    \"ssim_grey\": "));
  BOOST_TEST(json.find("identical") == json.npos);
  row.metrics = {};
  row.metrics.add(black, black);
  const std::string perfect = evaluation_json(std::span(&row, 1));
  BOOST_TEST(perfect.find("\"psnr\": null") != perfect.npos);
  BOOST_TEST(perfect.find("\"identical\": 1") != perfect.npos);
}

BOOST_AUTO_TEST_CASE(the_table_lines_up_and_names_the_convention) {
  EvaluationRow rows[] = {{"seen", "portrait", {}}, {"unseen", "mean_face", {}}};
  const Tensor image = smooth_image(16, 16);
  for (EvaluationRow& row : rows) row.metrics.add(image, damaged_image(image));
  std::istringstream table(evaluation_table(rows));
  std::string header, first, second, convention;
  std::getline(table, header);
  std::getline(table, first);
  std::getline(table, second);
  std::getline(table, convention);
  BOOST_TEST(header.size() == first.size());
  BOOST_TEST(header.size() == second.size());
  BOOST_TEST(convention == kMetricConvention);
}

BOOST_AUTO_TEST_CASE(the_file_holds_the_json) {
  const TemporaryFolder folder;
  const EvaluationRow row{"seen", "fdnn", {}};
  write_evaluation(folder / "metrics.json", std::span(&row, 1));
  std::ostringstream content;
  content << std::ifstream(folder / "metrics.json").rdbuf();
  BOOST_TEST(content.str() == evaluation_json(std::span(&row, 1)));
}

BOOST_AUTO_TEST_SUITE_END()
