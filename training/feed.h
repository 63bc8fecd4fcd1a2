#pragma once

#include <functional>
#include <memory>
#include <optional>

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
/// On the CPU they are what the source makes, and `next` asks it. For a card a thread asks it, one
/// batch ahead, which travels there while the card is busy with the step before it; images that
/// come as pixels are made float, and mirrored, there. What the source or the way throws comes out
/// of `next`, after the batches before it. The destructor waits for the source's last answer.
class BatchFeed {
 public:
  /// `source` is called by one thread at a time, and may wait.
  BatchFeed(std::function<Batch()> source, Device device);

  FedBatch next();

  /// Seconds that the last `next` waited for a batch to be sent; 0 on the CPU.
  double last_wait() const { return sent_ ? sent_->last_wait() : 0; }

 private:
  // A batch on its way, less its tensors.
  struct Sent {
    std::vector<Index> portraits;
    std::vector<std::string> fields;
  };

  Sent send(const Batch& batch);
  FedBatch receive(Sent sent);

  std::function<Batch()> source_;
  std::unique_ptr<Upload> upload_;   // none to the CPU
  std::optional<Ahead<Sent>> sent_;  // last: its thread uses the others
};

}  // namespace mien
