#include "autograd/grad_mode.h"

namespace mien {
namespace {
thread_local bool recording = true;
}

bool is_recording() { return recording; }
GradMode::GradMode(bool record) : previous_(recording) { recording = record; }
GradMode::~GradMode() { recording = previous_; }

}  // namespace mien
