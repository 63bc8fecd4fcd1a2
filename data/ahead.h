#pragma once

#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>

#include "tensor/check.h"

namespace mien {

/// Makes one thing after the other in a thread of its own, ahead of whoever takes them.
template <class T>
class Ahead {
 public:
  /// Calls `make` as long as fewer than `most` are waiting to be taken.
  Ahead(std::function<T()> make, Index most)
      : make_(std::move(make)), most_(most), thread_([this] { run(); }) {}
  /// Waits for the thread, which makes no more than what it has begun.
  ~Ahead() {
    {
      const std::lock_guard lock(mutex_);
      stop_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }
  Ahead(const Ahead&) = delete;
  Ahead& operator=(const Ahead&) = delete;

  /// The next thing; waits for it. What `make` throws comes out here, after what it made before,
  /// and again at each further call.
  T next() {
    const auto start = std::chrono::steady_clock::now();
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return !made_.empty() || failure_; });
    last_wait_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    if (made_.empty()) std::rethrow_exception(failure_);
    T thing = std::move(made_.front());
    made_.pop_front();
    lock.unlock();
    changed_.notify_all();
    return thing;
  }

  /// Seconds that the last `next` waited.
  double last_wait() const { return last_wait_; }

 private:
  void run() {
    const auto has_room = [&] { return stop_ || static_cast<Index>(made_.size()) < most_; };
    while (!failure_) {
      {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, has_room);
        if (stop_) return;
      }
      try {
        T thing = make_();
        const std::lock_guard lock(mutex_);
        made_.push_back(std::move(thing));
      } catch (...) {
        const std::lock_guard lock(mutex_);
        failure_ = std::current_exception();
      }
      changed_.notify_all();
    }
  }

  std::function<T()> make_;
  Index most_;
  double last_wait_ = 0;

  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<T> made_;
  std::exception_ptr failure_;
  bool stop_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace mien
