#include "cuda/cards.h"
#include "cuda/error.h"
#include "tests/cuda/card.h"

namespace mien {

bool has_card(std::string* why_not) {
  try {
    return !cuda::cards().empty();
  } catch (const cuda::NoCard& error) {
    if (why_not) *why_not = error.what();
    return false;
  }
}

bool card_is_real() { return true; }

}  // namespace mien
