#pragma once

#include <cstdint>

namespace mien::drawing {

/// Smooth value noise in [-1, 1] with one lattice point per unit; `salt` picks another pattern.
float noise(float x, std::uint32_t salt);
float noise(float x, float y, std::uint32_t salt);
float noise(float x, float y, float z, std::uint32_t salt);

/// A fixed value in [0, 1) for a lattice cell.
float cell_value(std::int32_t x, std::int32_t y, std::uint32_t salt);

}  // namespace mien::drawing
