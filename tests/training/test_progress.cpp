#include "training/progress.h"

#include <boost/test/unit_test.hpp>
#include <sstream>
#include <vector>

using namespace mien;

namespace {

const std::vector<NamedValue> kLosses = {{"pixel", 0.0123}, {"identity", 2}};

struct Fixture {
  double now = 100;
  std::ostringstream out;

  StepProgress start(Index first, Index total, bool terminal) {
    return StepProgress(first, total, out, terminal, [this] { return now; });
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(progress, Fixture)

BOOST_AUTO_TEST_CASE(durations_read_well) {
  BOOST_TEST(duration_text(44.6) == "45 s");
  BOOST_TEST(duration_text(200) == "3:20");
  BOOST_TEST(duration_text(7395) == "2:03:15");
  BOOST_TEST(duration_text(3 * 86400 + 4 * 3600) == "3 d 4 h");
  BOOST_TEST(duration_text(-1) == "0 s");
}

BOOST_AUTO_TEST_CASE(the_line_fits_its_width) {
  const ProgressState state{1200, 5000, 81.5, 0.031, 200};
  BOOST_TEST(progress_line(state, kLosses, 120) ==
             "1200/5000 [####----------------]  24%  81.5 images/s  data 3%  3:20 left"
             "  pixel 0.0123  identity 2");
  BOOST_TEST(progress_line(state, kLosses, 80) ==
             "1200/5000 [#-------]  24%  81.5 images/s  data 3%  3:20 left  pixel 0.0123");
  BOOST_TEST(progress_line(state, kLosses, 70) ==
             "1200/5000 [#-------]  24%  81.5 images/s  data 3%  3:20 left");
  BOOST_TEST(progress_line(state, kLosses, 20) == "1200/5000  24%  81.5");
  const ProgressState fast{1, 10, 3368.4, 0, -1};
  BOOST_TEST(progress_line(fast, {}, 100).find("  3368 images/s  ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(speed_data_and_time_left_are_measured) {
  StepProgress progress = start(100, 200, false);
  for (Index step = 101; step <= 150; ++step) {
    now += 0.5;
    progress.update(step, 16, 0.1, kLosses);
  }
  BOOST_TEST(std::abs(progress.state().images_per_second - 32) < 1e-9);
  BOOST_TEST(std::abs(progress.state().data_share - 0.2) < 1e-9);
  BOOST_TEST(std::abs(progress.state().seconds_left - 25) < 1e-9);
}

BOOST_AUTO_TEST_CASE(what_comes_before_the_first_step_does_not_count) {
  StepProgress progress = start(0, 100, false);
  now += 60;
  progress.begin();
  now += 0.5;
  progress.update(1, 16, 0, kLosses);
  BOOST_TEST(std::abs(progress.state().images_per_second - 32) < 1e-9);
  BOOST_TEST(std::abs(progress.state().seconds_left - 49.5) < 1e-9);
}

BOOST_AUTO_TEST_CASE(a_file_gets_plain_lines_now_and_then) {
  StepProgress progress = start(0, 100, false);
  for (Index step = 1; step <= 100; ++step) {
    now += 0.25;
    progress.update(step, 1, 0, {});
  }
  progress.finish();
  const std::string text = out.str();
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 4);  // first, 10 s, 20 s, last
  BOOST_TEST(text.find('\r') == std::string::npos);
  BOOST_TEST(text.find("100/100") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_file_gets_the_last_step_of_a_run_that_stops) {
  StepProgress progress = start(0, 100, false);
  for (Index step = 1; step <= 5; ++step) progress.update(step, 1, 0, {});
  progress.finish();
  BOOST_TEST(out.str().find("  5/100") != std::string::npos);
  const std::string said = out.str();
  progress.finish();
  BOOST_TEST(out.str() == said);
}

BOOST_AUTO_TEST_CASE(a_terminal_gets_one_line_drawn_over) {
  StepProgress progress = start(0, 3, true);
  now += 1;
  progress.update(1, 1, 0, {});
  now += 0.01;  // too soon to draw again
  progress.update(2, 1, 0, {});
  progress.note("saved");
  now += 1;
  progress.update(3, 1, 0, {});
  progress.finish();
  const std::string text = out.str();
  BOOST_TEST(std::count(text.begin(), text.end(), '\n') == 2);
  BOOST_TEST(text.find("saved\n\r\x1b[K2/3") != std::string::npos);
  BOOST_TEST(text.ends_with("\n"));
}

BOOST_AUTO_TEST_SUITE_END()
