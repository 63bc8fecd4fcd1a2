#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "data/loader.h"
#include "models/recipe.h"
#include "tensor/upload.h"

namespace mien {

/// What one step learns from, where the networks are, and whom it shows.
struct FedBatch {
  std::vector<Index> portraits;
  TrainingBatch samples;
};

/// Hands batches to networks, in the order in which `source` makes them.
///
/// On the CPU they are what the source makes, and `next` asks it. For a card a thread asks it, two
/// batches ahead, and each travels there while the card is busy with steps before it; images that
/// come as pixels are made float, and mirrored, there. What the source or the way throws comes out
/// of `next`, after the batches before it. The destructor waits for the source's last answer.
class BatchFeed {
 public:
  /// `source` is called by one thread at a time, and may wait.
  BatchFeed(std::function<Batch()> source, Device device);
  ~BatchFeed();
  BatchFeed(const BatchFeed&) = delete;
  BatchFeed& operator=(const BatchFeed&) = delete;

  FedBatch next();

  /// Seconds that the last `next` waited.
  double last_wait() const { return last_wait_; }

 private:
  // A batch on its way, less its tensors.
  struct Sent {
    std::vector<Index> portraits;
    std::vector<std::string> fields;
  };

  FedBatch receive();
  void run();
  Sent send(const Batch& batch);

  std::function<Batch()> source_;
  Device device_;
  double last_wait_ = 0;

  std::unique_ptr<Upload> upload_;
  std::mutex mutex_;  // guards what follows
  std::condition_variable changed_;
  std::deque<Sent> sent_;
  std::exception_ptr failure_;
  bool stop_ = false;
  std::thread thread_;  // last: it uses all of the above
};

}  // namespace mien
