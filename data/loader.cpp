#include "data/loader.h"

#include <time.h>

#include <algorithm>
#include <utility>

#include "data/convert.h"
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

// Writes image `place` of a batch: as it is among pixels, else as networks take it.
void put_image(std::span<const std::uint8_t> image, bool mirrored, Index place, Tensor& batch) {
  const Index begin = place * static_cast<Index>(image.size());
  if (batch.dtype() == DType::uint8) {
    std::ranges::copy(image, batch.mutable_data<std::uint8_t>() + begin);
  } else {
    normalize_image(image, batch.shape()[1], mirrored, batch.mutable_data<float>() + begin);
  }
}

}  // namespace

Loader::Loader(const Dataset& dataset, std::vector<Index> portraits, const LoaderOptions& options,
               Index position)
    : dataset_(dataset),
      reader_(dataset, options.fields),
      portraits_(std::move(portraits)),
      options_(options),
      order_(static_cast<Index>(portraits_.size()), options.seed, options.shuffle) {
  check(options.batch > 0, "loader: the batch must be positive, got ", options.batch);
  check(options.prefetch > 0, "loader: prefetch must be positive, got ", options.prefetch);
  check(position >= 0, "loader: positions begin at 0, got ", position);
  if (options.degrade && !holds_degraded_photos(dataset.manifest())) {
    throw DatasetError(dataset.folder().string() +
                       ": expected degraded photographs, to be degraded anew; mien-dataset "
                       "degrade makes them");
  }
  const auto next_batch = [this, position]() mutable {
    const double start = processor_seconds();
    Batch batch = make(position);
    batch.processor_seconds = processor_seconds() - start;
    position += options_.batch;
    return batch;
  };
  ahead_.emplace(next_batch, options.prefetch);
}

Batch Loader::next() {
  Batch batch = ahead_->next();
  last_cost_ = last_wait() + batch.processor_seconds;
  return batch;
}

Batch Loader::make(Index position) {
  const Index side = dataset_.size();
  const Shape shape{options_.batch, side, side, 3};
  const DType target = options_.pixels ? DType::uint8 : DType::float32;
  const DType input = options_.repaint > 0 ? DType::float32 : target;
  Batch batch{position,
              {},
              Tensor(shape, input),
              Tensor(shape, target),
              Tensor({options_.batch}, DType::uint8),
              reader_.blank(options_.batch)};
  std::uint8_t* flags = batch.mirrored.mutable_data<std::uint8_t>();
  for (Index i = 0; i < options_.batch; ++i) {
    const auto [epoch, sample] = order_.at(position + i);
    const Random mirror(options_.seed, "loader/mirror", static_cast<std::uint64_t>(epoch));
    const bool mirrored =
        options_.mirror && (mirror.bits(static_cast<std::uint64_t>(sample)) & 1) != 0;
    const Index portrait = portraits_[static_cast<std::size_t>(sample)];
    batch.portraits.push_back(portrait);
    flags[i] = mirrored;
    read_input(sample, epoch, i, batch);
    put_image(dataset_.face(dataset_.face_of(portrait)), mirrored, i, batch.target);
    const Random choices(options_.seed, text("loader/fields/", sample),
                         static_cast<std::uint64_t>(epoch));
    reader_.read(portrait, mirrored, i, batch.fields, choices);
  }
  return batch;
}

void Loader::read_input(Index sample, Index epoch, Index place, Batch& batch) const {
  const Index portrait = batch.portraits.back();
  const bool mirrored = batch.mirrored.data<std::uint8_t>()[place] != 0;
  const auto draws = [&](const char* of) {
    return Random(options_.seed, text("loader/", of, "/", sample),
                  static_cast<std::uint64_t>(epoch));
  };
  if (options_.degrade) {
    const Tensor photo = dataset_.face_image(dataset_.face_of(portrait));
    put_image(degraded_photo(photo, draws("degrade")).span<std::uint8_t>(), mirrored, place,
              batch.input);
  } else {
    put_image(dataset_.portrait(portrait), mirrored, place, batch.input);
  }
  const Random palette = draws("repaint");
  if (palette.uniform(6) < options_.repaint) {
    Tensor image = image_of(batch.input, place);
    repaint(image.mutable_data<float>(), dataset_.size(), palette);
  }
}

}  // namespace mien
