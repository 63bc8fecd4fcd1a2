#pragma once

#include <vector>

#include "autograd/variable.h"

namespace mien {

/// The same values in another floating dtype, rounded to nearest even; x itself if it has it.
///
/// The gradient is cast back to the dtype of x. A constant may be cast from any dtype.
/// Throws std::invalid_argument unless `dtype` is floating.
Variable cast(const Variable& x, DType dtype);

/// x in the type that its statistics and filters have: float32 for bfloat16, else x itself.
Variable widened(const Variable& x);

/// x as a network is to keep its maps: in bfloat16 where x is float32 on a card that computes with
/// Precision::bf16, else x itself.
///
/// Note [Maps in bfloat16]: a network casts what it is given, its layers hand on the type that they
/// get, and it casts its result back. Maps and their gradients then take half of the memory and of
/// the time to move; parameters and their gradients, statistics, losses and optimisers are float32.
/// What needs more than seven bits on the way, fully connected layers and coordinates, is widened
/// where it is computed.
Variable autocast(const Variable& x);
std::vector<Variable> autocast(const std::vector<Variable>& maps);

}  // namespace mien
