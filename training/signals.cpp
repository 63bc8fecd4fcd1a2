#include "training/signals.h"

#include <signal.h>
#include <unistd.h>

#include <cerrno>

#include "tensor/check.h"

namespace mien {
namespace {

constexpr int kSignals[] = {SIGINT, SIGTERM};
constexpr char kMessage[] = "\nStopping after this step; press Ctrl-C again to stop at once.\n";

volatile sig_atomic_t requested_flag = 0;
bool installed = false;
struct sigaction before[2];

// Only async-signal-safe calls here.
extern "C" void handle_stop(int signal) {
  if (requested_flag) {
    struct sigaction standard = {};
    standard.sa_handler = SIG_DFL;
    sigaction(signal, &standard, nullptr);
    raise(signal);  // delivered when this handler returns
    return;
  }
  requested_flag = 1;
  const int saved = errno;
  [[maybe_unused]] const auto written = write(STDERR_FILENO, kMessage, sizeof kMessage - 1);
  errno = saved;
}

}  // namespace

StopSignal::StopSignal() {
  check(!installed, "stop signal: one at a time");
  installed = true;
  requested_flag = 0;
  struct sigaction ours = {};
  ours.sa_handler = handle_stop;
  ours.sa_flags = SA_RESTART;
  for (int i = 0; i < 2; ++i) sigaction(kSignals[i], &ours, &before[i]);
}

StopSignal::~StopSignal() {
  for (int i = 0; i < 2; ++i) sigaction(kSignals[i], &before[i], nullptr);
  installed = false;
}

bool StopSignal::requested() const { return requested_flag != 0; }

}  // namespace mien
