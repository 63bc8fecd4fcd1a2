#include "data/identity_split.h"

#include <algorithm>

namespace mien {

const char* name_of(Split split) {
  switch (split) {
    case Split::train:
      return "train";
    case Split::validation:
      return "validation";
    case Split::test:
      return "test";
  }
  throw std::logic_error("name_of: not a split");
}

Split IdentitySplit::of(Index identity) const {
  if (identity < validation_begin) return Split::train;
  return identity < test_begin ? Split::validation : Split::test;
}

IdentitySplit split_identities(Index identities) {
  if (identities < 3) return {identities, identities};
  const Index test = std::max<Index>(1, (identities + 2) / 5);
  const Index validation = std::max<Index>(1, (identities + 5) / 10);
  return {identities - test - validation, identities - test};
}

}  // namespace mien
