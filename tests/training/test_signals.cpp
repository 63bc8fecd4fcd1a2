#include "training/signals.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>

using namespace mien;

namespace {

/// The wait status of a child that runs `body` with stderr shut.
int status_of(auto&& body) {
  const pid_t child = fork();
  if (child == 0) {
    dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
    _exit(body());
  }
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signals)

BOOST_AUTO_TEST_CASE(the_first_signal_asks_to_stop) {
  for (int signal : {SIGINT, SIGTERM}) {
    const int status = status_of([&] {
      StopSignal stop;
      const bool before = stop.requested();
      raise(signal);
      return !before && stop.requested() ? 7 : 0;
    });
    BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 7));
  }
}

BOOST_AUTO_TEST_CASE(the_second_ends_the_process) {
  const int status = status_of([] {
    StopSignal stop;
    raise(SIGTERM);
    raise(SIGINT);
    return 7;
  });
  BOOST_TEST((WIFSIGNALED(status) && WTERMSIG(status) == SIGINT));
}

BOOST_AUTO_TEST_CASE(the_old_handling_comes_back) {
  const int status = status_of([] {
    { StopSignal stop; }
    raise(SIGINT);
    return 7;
  });
  BOOST_TEST((WIFSIGNALED(status) && WTERMSIG(status) == SIGINT));
}

BOOST_AUTO_TEST_SUITE_END()
