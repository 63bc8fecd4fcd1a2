#pragma once

#include <boost/test/unit_test.hpp>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "data/image_io.h"
#include "layers/state_file.h"
#include "tensor/check.h"
#include "tests/apps/run_command.h"
#include "tests/data/temporary_folder.h"

namespace mien {

inline bool mentions(const CommandResult& result, const std::string& part) {
  return result.output.find(part) != std::string::npos;
}

inline std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A folder with data sets of six people in `portraits` and `sketches`, and the way to train small
/// networks on it. Every command says what it did where a test fails.
class SmallRun : public TemporaryFolder {
 public:
  SmallRun() {
    run("mien-dataset",
        "faces --count 12 --per-identity 2 --size 64 --seed 3 --out " + at("faces"));
    run("mien-dataset", "portraits --faces " + at("faces") + " --seed 3 --out " + at("portraits"));
    run("mien-dataset", "sketches --faces " + at("faces") + " --seed 3 --out " + at("sketches"));
  }

  std::string at(const std::string& name) const { return (*this / name).string(); }

  CommandResult run(const std::string& program, const std::string& arguments,
                    const std::string& before = "") const {
    const CommandResult result = run_command(program, arguments, before);
    BOOST_TEST_MESSAGE(program << " " << arguments << "\n" << result.output);
    return result;
  }

  /// Four steps into the folder `out`. What `more` says wins.
  CommandResult train(const std::string& out, const std::string& more = "",
                      const std::string& before = "", const std::string& model = "fdnn") const {
    return run("mien-train", command(out, model) + " " + more, before);
  }
  std::string command(const std::string& out, const std::string& model = "fdnn") const {
    return model + " --data " + at("portraits") + " --out " + at(out) +
           " --set width_divisor=16 --size 64 --batch 2 --steps 4 --checkpoint-every 1";
  }
  CommandResult resume(const std::string& out, const std::string& more = "") const {
    return run("mien-train", "--resume --out " + at(out) + " " + more);
  }

  /// Writes a network's weights; `input` is what they say of the input they want.
  void save(const std::string& name, const Module& network, const std::string& input = "") const {
    SafetensorsFile file;
    if (!input.empty()) file.metadata["input"] = input;
    add_state(file, network);
    write_safetensors(at(name), file);
  }

  /// Writes a parsing for a picture, of one part everywhere.
  void write_parsing(const std::string& name, const std::filesystem::path& picture,
                     int part = 1) const {
    const Tensor image = read_image(picture);
    Tensor parsing({image.dim(0), image.dim(1), 1}, DType::uint8);
    for (auto& value : parsing.mutable_span<std::uint8_t>())
      value = static_cast<std::uint8_t>(part);
    write_png(at(name), parsing);
  }

  std::string last(const std::string& out) const { return at(out) + "/last.safetensors"; }
};

/// Fails unless a program failed with `code` and one line that has all `parts`.
template <class... Parts>
void check_refused(const CommandResult& result, int code, const Parts&... parts) {
  BOOST_TEST(result.code == code);
  const auto start = result.output.rfind("error: ");
  BOOST_REQUIRE(start != std::string::npos);
  const std::string line = result.output.substr(start);
  BOOST_TEST(line.find('\n') == line.size() - 1);
  for (const std::string& part : {std::string(parts)...}) {
    BOOST_TEST(line.find(part) != std::string::npos, "'" << part << "' is not in " << line);
  }
}

}  // namespace mien
