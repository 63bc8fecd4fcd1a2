#include "data/loader.h"

#include <time.h>

#include <chrono>
#include <utility>

#include "data/degraded_photos.h"
#include "data/repaint.h"
#include "tensor/random.h"

namespace mien {
namespace {

// Of this thread.
double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

Loader::Loader(const Dataset& dataset, std::vector<Index> portraits, const LoaderOptions& options,
               Index position)
    : dataset_(dataset),
      reader_(dataset, options.fields),
      portraits_(std::move(portraits)),
      options_(options),
      order_(static_cast<Index>(portraits_.size()), options.seed, options.shuffle),
      position_(position) {
  check(options.batch > 0, "loader: the batch must be positive, got ", options.batch);
  check(options.prefetch > 0, "loader: prefetch must be positive, got ", options.prefetch);
  check(position >= 0, "loader: positions begin at 0, got ", position);
  if (options.degrade && !holds_degraded_photos(dataset.manifest())) {
    throw DatasetError(dataset.folder().string() +
                       ": expected degraded photographs, to be degraded anew; mien-dataset "
                       "degrade makes them");
  }
  thread_ = std::thread([this, position] { run(position); });
}

Loader::~Loader() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

Batch Loader::next() {
  const auto start = std::chrono::steady_clock::now();
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !ready_.empty() || failure_; });
  last_wait_ = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  total_wait_ += last_wait_;
  if (ready_.empty()) std::rethrow_exception(failure_);
  Batch batch = std::move(ready_.front());
  ready_.pop_front();
  lock.unlock();
  changed_.notify_all();
  position_ = batch.position + options_.batch;
  last_cost_ = last_wait_ + batch.processor_seconds;
  return batch;
}

void Loader::run(Index position) {
  const auto has_room = [&] {
    return stop_ || static_cast<Index>(ready_.size()) < options_.prefetch;
  };
  for (;; position += options_.batch) {
    {
      std::unique_lock lock(mutex_);
      changed_.wait(lock, has_room);
      if (stop_) return;
    }
    try {
      const double start = processor_seconds();
      Batch batch = make(position);
      batch.processor_seconds = processor_seconds() - start;
      const std::lock_guard lock(mutex_);
      ready_.push_back(std::move(batch));
    } catch (...) {
      const std::lock_guard lock(mutex_);
      failure_ = std::current_exception();
    }
    changed_.notify_all();
    if (failure_) return;
  }
}

Batch Loader::make(Index position) {
  const Index side = dataset_.size(), image = side * side * 3;
  const Shape shape{options_.batch, side, side, 3};
  Batch batch{position, {}, Tensor(shape), Tensor(shape), reader_.blank(options_.batch)};
  float* input = batch.input.mutable_data<float>();
  float* target = batch.target.mutable_data<float>();
  for (Index i = 0; i < options_.batch; ++i) {
    const auto [epoch, sample] = order_.at(position + i);
    const Random mirror(options_.seed, "loader/mirror", static_cast<std::uint64_t>(epoch));
    const bool mirrored =
        options_.mirror && (mirror.bits(static_cast<std::uint64_t>(sample)) & 1) != 0;
    const Index portrait = portraits_[static_cast<std::size_t>(sample)];
    read_input(portrait, sample, epoch, mirrored, input + i * image);
    normalize_image(dataset_.face(dataset_.face_of(portrait)), side, mirrored, target + i * image);
    const Random choices(options_.seed, text("loader/fields/", sample),
                         static_cast<std::uint64_t>(epoch));
    reader_.read(portrait, mirrored, i, batch.fields, choices);
    batch.portraits.push_back(portrait);
  }
  return batch;
}

void Loader::read_input(Index portrait, Index sample, Index epoch, bool mirrored, float* to) const {
  const Index side = dataset_.size();
  const auto draws = [&](const char* of) {
    return Random(options_.seed, text("loader/", of, "/", sample),
                  static_cast<std::uint64_t>(epoch));
  };
  if (options_.degrade) {
    const Tensor photo = dataset_.face_image(dataset_.face_of(portrait));
    normalize_image(degraded_photo(photo, draws("degrade")).span<std::uint8_t>(), side, mirrored,
                    to);
  } else {
    normalize_image(dataset_.portrait(portrait), side, mirrored, to);
  }
  const Random palette = draws("repaint");
  if (palette.uniform(6) < options_.repaint) repaint(to, side, palette);
}

}  // namespace mien
