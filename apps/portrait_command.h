#pragma once

#include <string>

#include "apps/common_options.h"
#include "apps/portrait_making.h"

namespace mien {

/// What the commands of mien-dataset that make portraits of faces have in common.
struct PortraitCommand {
  CommonOptions common;
  std::string faces, out;
  std::string outside = "black";
};

/// Adds `--faces DIR`, `--seed`, `--threads` and `--out DIR`.
void add_portrait_options(CLI::App& command, PortraitCommand& options);
/// Adds `--outside black|replicate`, for commands that move faces.
void add_outside_option(CLI::App& command, PortraitCommand& options);

/// Says what is to be made, makes it, and prints what was made. `name` is the command's.
void run_portrait_command(const std::string& name, const PortraitCommand& options,
                          const Dataset& faces, PortraitMaking making);

}  // namespace mien
