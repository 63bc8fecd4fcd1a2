#pragma once

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>

#include "autograd/gradient_check.h"
#include "cpu/context.h"

/// Registers one Boost.Test case per name of a gradient catalogue with the current suite, so that
/// `ctest -R prelu` checks prelu: every case of that name, first order and second.
class GradientSuite {
 public:
  explicit GradientSuite(const std::vector<mien::GradientCase>& cases) {
    std::map<std::string, std::vector<mien::GradientCase>> by_name;
    for (const auto& entry : cases) by_name[entry.name].push_back(entry);
    for (const auto& [name, entries] : by_name) {
      using namespace boost::unit_test;
      ut_detail::auto_test_unit_registrar(
          make_test_case([entries = entries] { check_all(entries); }, name, __FILE__, __LINE__),
          decorator::collector_t::instance());
    }
  }

 private:
  // One thread: the cases are tiny, and waking a second one for each op costs more than the op.
  static void check_all(const std::vector<mien::GradientCase>& entries) {
    mien::cpu::set_threads(1);
    for (const auto& entry : entries) {
      for (int order : {1, 2}) {
        const auto report = mien::check_gradient(entry, order);
        BOOST_TEST(report.passed, entry.name << ", order " << order << ": " << report.failure);
      }
    }
  }
};

/// What the headers of a folder declare and the pattern's first group matches.
inline std::set<std::string> declared_in(const std::string& folder, const std::string& pattern) {
  std::set<std::string> names;
  const std::regex declaration(pattern);
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    if (file.path().extension() != ".h") continue;
    std::ifstream in(file.path());
    for (std::string line; std::getline(in, line);) {
      std::smatch match;
      if (std::regex_search(line, match, declaration)) names.insert(match[1]);
    }
  }
  return names;
}
