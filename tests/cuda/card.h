#pragma once

#include <boost/test/unit_test.hpp>

#include "tensor/tensor.h"

namespace mien {

/// The card that tests compute on: a real one, or the one of host_card.cpp.
inline constexpr Device kCard{DeviceType::cuda, 0};

/// Whether there is one, and why not.
bool has_card(std::string* why_not = nullptr);

/// Whether the card is a real one, which works while the host goes on.
bool card_is_real();

/// The precondition of what needs a card.
inline boost::test_tools::assertion_result with_card(boost::unit_test::test_unit_id) {
  std::string why_not;
  boost::test_tools::assertion_result result(has_card(&why_not));
  result.message() << "needs a CUDA device: " << why_not;
  return result;
}

}  // namespace mien
