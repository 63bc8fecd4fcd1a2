#include "benchmarks/random_vgg_file.h"

#include <unistd.h>

#include "layers/state_file.h"

namespace mien {

RandomVggFile::RandomVggFile(int depth, const std::string& last, const std::string& input)
    : path_(std::filesystem::temp_directory_path() /
            text("mien-benchmark-", getpid(), ".safetensors")) {
  Vgg network({.depth = depth, .taps = {last}});
  network.initialize(1);
  SafetensorsFile file;
  file.metadata["input"] = input;
  add_state(file, network);
  write_safetensors(path_, file);
}

RandomVggFile::~RandomVggFile() {
  std::error_code ignored;
  std::filesystem::remove(path_, ignored);
}

}  // namespace mien
