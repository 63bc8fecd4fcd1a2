#pragma once

#include <memory>

#include "cuda/context.h"
#include "tensor/upload.h"

namespace mien::cuda {

/// An upload to the context's card, by a stream of its own.
///
/// Note [Upload]
/// `begin` copies tensors into pinned memory of the host, from which the card fetches them by
/// itself, and queues the way to a place on the card; `take` copies from there into tensors, on the
/// stream of all work. Two such slots, so that one travels while the other is emptied; events hold
/// back, on the card, a reader until its slot has arrived and the next filling until the slot is
/// empty. Slots have memory of their own: the context's allocator belongs to the thread that
/// queues work, and may be that of a recording.
std::unique_ptr<Upload> upload(Context& context);

}  // namespace mien::cuda
