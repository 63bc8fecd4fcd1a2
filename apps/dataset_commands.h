#pragma once

#include <functional>
#include <memory>
#include <string>

#include "data/make_faces.h"

namespace CLI {
class App;
}

namespace mien {

class StepProgress;

/// What is to be done when the command line has been read.
using Work = std::function<void()>;

/// Each adds one command of mien-dataset to `app`; parsing it leaves its work in `work`.
void add_faces_command(CLI::App& app, Work& work);
void add_portraits_command(CLI::App& app, Work& work);
void add_sketches_command(CLI::App& app, Work& work);
void add_degrade_command(CLI::App& app, Work& work);
void add_tiny_command(CLI::App& app, Work& work);
void add_import_command(CLI::App& app, Work& work);
void add_parse_command(CLI::App& app, Work& work);
void add_landmarks_command(CLI::App& app, Work& work);
void add_guides_command(CLI::App& app, Work& work);
void add_resize_command(CLI::App& app, Work& work);
void add_check_command(CLI::App& app, Work& work);
void add_sheet_command(CLI::App& app, Work& work);

/// Shows how far the making of a data set is.
ProgressReport report_to(StepProgress& progress);

/// Prints what was made, the result of the making commands, to stdout.
void print_made(const std::string& folder, const Manifest& manifest);

}  // namespace mien
