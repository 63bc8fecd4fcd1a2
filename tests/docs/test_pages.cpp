#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <regex>
#include <set>
#include <sstream>

namespace fs = std::filesystem;

// Note [Code in the documentation]
// Code in a page is quoted from a file that is compiled and tested, so that it cannot go stale. A
// comment before the fenced block says where it stands; the block repeats whole lines of it:
//   <!-- from autograd/ops/relu.h -->
// or, for what a program of docs/examples prints, all of it:
//   <!-- printed by docs/examples/autograd.cpp -->
namespace {

const fs::path root = MIEN_SOURCE_DIR;

std::string contents(const fs::path& path) {
  std::ifstream in(path);
  BOOST_REQUIRE_MESSAGE(in, path << " cannot be read");
  return {std::istreambuf_iterator<char>(in), {}};
}

struct Block {
  std::string kind, path;  ///< "from" or "printed by", and the file; empty without a comment
  std::string language, code;
};

std::vector<Block> blocks_of(std::istream& page) {
  static const std::regex marker(R"(^<!-- (from|printed by) (\S+) -->$)"), fence("^```(\\w*)$");
  std::vector<Block> blocks;
  Block next;
  std::smatch match;
  for (std::string line; std::getline(page, line);) {
    if (std::regex_match(line, match, marker)) {
      next.kind = match[1];
      next.path = match[2];
    } else if (std::regex_match(line, match, fence)) {
      next.language = match[1];
      while (std::getline(page, line) && line != "```") next.code += line + "\n";
      blocks.push_back(std::exchange(next, {}));
    } else if (!line.empty()) {
      next = {};
    }
  }
  return blocks;
}

std::vector<Block> blocks_in(const std::string& text) {
  std::istringstream page(text);
  return blocks_of(page);
}

std::string output_of(const fs::path& source) {
  const std::string program = MIEN_PROGRAMS_DIR "/example_" + source.stem().string();
  FILE* pipe = popen(program.c_str(), "r");
  BOOST_REQUIRE(pipe);
  std::string output;
  for (int c; (c = std::fgetc(pipe)) != EOF;) output += static_cast<char>(c);
  BOOST_TEST(pclose(pipe) == 0, program << " failed");
  return output;
}

// True if `code` is a stretch of whole lines of `text`.
bool quotes(const std::string& text, const std::string& code) {
  return ("\n" + text).find("\n" + code) != std::string::npos;
}

std::string fault_of(const Block& block) {
  if (block.kind == "from") {
    return quotes(contents(root / block.path), block.code) ? "" : "is not in " + block.path;
  }
  if (block.kind == "printed by") {
    const std::string output = output_of(block.path);
    return output == block.code ? "" : "is not what " + block.path + " prints:\n" + output;
  }
  return block.language == "cpp" ? "does not say where it comes from" : "";
}

std::vector<fs::path> pages() {
  std::vector<fs::path> found;
  for (const auto& entry : fs::recursive_directory_iterator(root / "docs")) {
    if (entry.path().extension() == ".md") found.push_back(entry.path());
  }
  return found;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pages_of_docs)

BOOST_AUTO_TEST_CASE(every_block_of_code_is_quoted_from_what_is_tested) {
  for (const auto& path : pages()) {
    for (const Block& block : blocks_in(contents(path))) {
      const std::string fault = fault_of(block);
      BOOST_TEST(fault.empty(), path.filename() << ": this block " << fault << "\n" << block.code);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_every_example_prints_is_in_a_page) {
  std::set<std::string> printed;
  for (const auto& path : pages()) {
    for (const Block& block : blocks_in(contents(path))) {
      if (block.kind == "printed by") printed.insert(block.path);
    }
  }
  for (const auto& entry : fs::directory_iterator(root / "docs/examples")) {
    if (entry.path().extension() != ".cpp") continue;
    const std::string path = fs::relative(entry.path(), root);
    BOOST_TEST(printed.contains(path), "no page shows what " << path << " prints");
  }
}

BOOST_AUTO_TEST_CASE(faults_are_found) {
  const auto fault = [](const std::string& page) { return fault_of(blocks_in(page).at(0)); };
  const std::string from = "<!-- from tests/docs/test_pages.cpp -->\n";
  BOOST_TEST(fault(from + "```cpp\nnamespace fs = std::filesystem;\n```\n").empty());
  BOOST_TEST(fault(from + "```cpp\nnamespace fs\n```\n") == "is not in tests/docs/test_pages.cpp");
  BOOST_TEST(fault("Text.\n```cpp\nint x;\n```\n") == "does not say where it comes from");
  BOOST_TEST(fault("```sh\nls\n```\n").empty());
}

BOOST_AUTO_TEST_SUITE_END()
