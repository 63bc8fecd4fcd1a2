#pragma once

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "layers/module.h"

namespace mien {

/// Expects that a network starts as those of pix2pix do: filters normal (0, 0.02), biases 0.
inline void expect_pix2pix_start(Module& network) {
  network.initialize(1);
  for (const auto& [name, variable] : network.parameters()) {
    double squares = 0;
    for (float v : variable.value().span<float>()) squares += double(v) * v;
    const double size = std::sqrt(squares / static_cast<double>(variable.numel()));
    if (variable.rank() == 4) BOOST_TEST(std::abs(size - 0.02) < 0.005, name << " has " << size);
    if (name.ends_with("bias")) BOOST_TEST(size == 0, name);
  }
}

}  // namespace mien
