#pragma once

#include <string>

#include "tensor/check.h"

namespace mien {

enum class Split { train, validation, test };
const char* name_of(Split split);

/// Which people are for training, for validation and for testing: nobody is in two of them.
///
/// Identities are numbered from 0: [0, validation_begin) train, [validation_begin, test_begin)
/// validate, [test_begin, identities) test.
struct IdentitySplit {
  Index validation_begin = 0;
  Index test_begin = 0;

  Split of(Index identity) const;
};

/// The last fifth of the identities tests, the tenth before it validates; both rounded to the
/// nearest number, but at least one of each as soon as there are three people.
IdentitySplit split_identities(Index identities);

}  // namespace mien
