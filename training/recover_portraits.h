#pragma once

#include <functional>
#include <span>
#include <vector>

#include "data/dataset.h"
#include "models/recipe.h"

namespace mien {

/// Recovers portraits batch by batch, in order, and hands on each batch: the numbers of its
/// portraits, and the faces [N, S, S, 3] in [-1, 1].
void recover_portraits(
    Recipe& recipe, const Dataset& dataset, std::span<const Index> portraits,
    const std::function<void(std::span<const Index> batch, const Tensor& recovered)>& use);

}  // namespace mien
