#include "training/report.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>
#include <limits>
#include <regex>

#include "tests/data/temporary_folder.h"
#include "tests/training/error_of.h"
#include "training/run_report.h"

using namespace mien;

namespace {

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

ReportChart chart_of(std::vector<double> y) {
  ReportChart chart{"loss", "step", {}, std::move(y)};
  for (std::size_t i = 0; i < chart.y.size(); ++i) chart.x.push_back(static_cast<double>(i));
  return chart;
}

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t found = 0;
  for (auto at = text.find(part); at != text.npos; at = text.find(part, at + 1)) ++found;
  return found;
}

/// The first tag that is opened but not closed, or closed but not opened; empty if all is well.
std::string unbalanced_tag(const std::string& html) {
  const std::regex tag("<(/?)([a-z0-9]+)[^>]*?(/?)>");
  std::vector<std::string> open;
  for (std::sregex_iterator at(html.begin(), html.end(), tag), end; at != end; ++at) {
    const std::string name = (*at)[2];
    if ((*at)[3].length() || name == "meta" || name == "img") continue;
    if (!(*at)[1].length()) {
      open.push_back(name);
    } else if (open.empty() || open.back() != name) {
      return name;
    } else {
      open.pop_back();
    }
  }
  return open.empty() ? "" : open.back();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(report, TemporaryFolder)

BOOST_AUTO_TEST_CASE(a_page_is_whole_and_needs_nothing_else) {
  std::ofstream(path() / "step_00000010.png") << "Man";
  Report page{"A <run>", "5 & 6", {}, {}, {}};
  page.charts = {chart_of({3, 2, 1})};
  page.pictures = pictures_of(path());
  page.details = {{"Options", {"option", "value"}, {{"batch <b>", "16"}}}};
  const std::string html = report_html(page);
  BOOST_TEST(unbalanced_tag(html) == "");
  BOOST_TEST(html.find("://") == html.npos);
  BOOST_TEST(html.find("<script") == html.npos);
  BOOST_TEST(html.find("<h1>A &lt;run&gt;</h1>") != html.npos);
  BOOST_TEST(html.find("5 &amp; 6") != html.npos);
  BOOST_TEST(html.find("data:image/png;base64,TWFu\"") != html.npos);
  BOOST_TEST(html.find("<th>option</th><th>value</th>") != html.npos);
  BOOST_TEST(html.find("<td>batch &lt;b&gt;</td><td>16</td>") != html.npos);
  write_report(path() / "report.html", page);
  BOOST_TEST(std::filesystem::file_size(path() / "report.html") == html.size());
}

BOOST_AUTO_TEST_CASE(an_empty_report_is_a_page_too) {
  BOOST_TEST(unbalanced_tag(report_html({})) == "");
}

BOOST_AUTO_TEST_CASE(a_missing_picture_is_named) {
  Report page;
  page.pictures = {{"x", path() / "none.png"}};
  BOOST_TEST(error_of([&] { report_html(page); }) ==
             "report: cannot read the picture " + (path() / "none.png").string());
}

BOOST_AUTO_TEST_CASE(pictures_come_newest_first_and_not_too_many) {
  for (int i = 1; i <= 9; ++i) std::ofstream(path() / text("step_", i, ".png")) << "x";
  std::ofstream(path() / "notes.txt") << "x";
  const auto pictures = pictures_of(path(), 3);
  BOOST_REQUIRE(pictures.size() == 3);
  BOOST_TEST(pictures[0].caption == "step_9");
  BOOST_TEST(pictures[1].caption == "step_5");
  BOOST_TEST(pictures[2].caption == "step_1");
  BOOST_TEST(pictures_of(path() / "none").empty());
}

BOOST_AUTO_TEST_CASE(a_run_says_when_its_pictures_were_made) {
  const RunFolder run = RunFolder::create(path() / "run");
  std::ofstream(run.sample(240)) << "x";
  write_run_report(run, "fdnn", OptionTable());
  std::ifstream file(run.report());
  const std::string html{std::istreambuf_iterator<char>(file), {}};
  BOOST_TEST(html.find("<figcaption>held-out people after step 240<") != html.npos);
}

BOOST_AUTO_TEST_CASE(the_last_step_of_a_curve_is_not_cut_off) {
  const std::string svg = chart_svg({"psnr", "step", {500, 1500, 2500}, {15, 16, 17}});
  BOOST_TEST(svg.find("text-anchor=\"middle\">1500<") != svg.npos);
  BOOST_TEST(svg.find("text-anchor=\"end\">2500<") != svg.npos);
}

// Means of a constant differ in their last bit, between which no tick lies.
BOOST_AUTO_TEST_CASE(a_curve_may_be_constant_but_for_rounding) {
  const std::string svg = chart_svg(chart_of({2e-4, std::nextafter(2e-4, 1.0), 2e-4}));
  BOOST_TEST(svg.size() < 10'000u);
}

BOOST_AUTO_TEST_CASE(a_log_becomes_one_chart_per_column) {
  const auto charts =
      charts_of({{"step", "loss", "psnr", "never"}, {{1, 0.5, kNan, kNan}, {2, 0.4, 9, kNan}}});
  BOOST_REQUIRE(charts.size() == 2);
  BOOST_TEST(charts[0].y == (std::vector<double>{0.5, 0.4}));
  BOOST_TEST(charts[1].x == (std::vector<double>{2}));
  BOOST_TEST(charts[1].title == "psnr");
}

BOOST_AUTO_TEST_CASE(a_curve_has_a_point_for_each_value_and_gaps) {
  const std::string svg = chart_svg(chart_of({1, 2, kNan, 2, 1}));
  BOOST_TEST(count(svg, "class=\"dot\"") == 4);
  BOOST_TEST(count(svg.substr(svg.find("class=\"line\"")), "M") == 2);
  BOOST_TEST(svg.find(">1</text>") != svg.npos);
}

BOOST_AUTO_TEST_CASE(long_curves_are_thinned_and_smoothed) {
  std::vector<double> y;
  for (int i = 0; i < 100'000; ++i) y.push_back(1 + i % 2);
  const std::string svg = chart_svg(chart_of(y));
  BOOST_TEST(svg.size() < 30'000);
  BOOST_TEST(count(svg, "class=\"raw\"") == 1);
  BOOST_TEST(count(svg, "class=\"line\"") == 1);
  BOOST_TEST(count(svg, "class=\"dot\"") == 0);
}

BOOST_AUTO_TEST_CASE(numbers_are_short) {
  BOOST_TEST(number_for_people(0.00045) == "4.5e-4");
  BOOST_TEST(number_for_people(-1.23456e-7) == "-1.235e-7");
  BOOST_TEST(number_for_people(0.123456) == "0.1235");
  BOOST_TEST(number_for_people(123456) == "123456");
  BOOST_TEST(number_for_people(-0.0) == "0");
}

BOOST_AUTO_TEST_CASE(odd_curves_are_drawn_without_nonsense) {
  for (const auto& y : std::vector<std::vector<double>>{
           {}, {kNan}, {5}, {0, 0, 0}, {1e-30, 1e30}, {-1, 1e308}, {1, HUGE_VAL, 2}}) {
    const std::string svg = chart_svg(chart_of(y));
    BOOST_TEST(unbalanced_tag(svg) == "");
    BOOST_TEST(svg.find("nan") == svg.npos);
    BOOST_TEST(svg.find("inf") == svg.npos);
    BOOST_TEST(svg.size() < 20'000);
  }
}

BOOST_AUTO_TEST_SUITE_END()
