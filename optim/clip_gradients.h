#pragma once

#include <vector>

#include "autograd/named_parameter.h"

namespace mien {

/// Scales all gradients by one factor so that their joint norm does not exceed `max_norm`.
///
///   norm = sqrt(sum of all g^2)      g <- g min(1, max_norm / (norm + 1e-6))
///
/// Returns the norm before scaling, the same bits for any number of threads. The entries are
/// replaced, not written to: tensors that others share stay as they are. Throws
/// std::invalid_argument unless max_norm is positive, NonFiniteError if the norm is not finite.
/// Pascanu et al., "On the difficulty of training recurrent neural networks", ICML 2013.
double clip_gradients(std::vector<Variable>& gradients, double max_norm);

/// The same for what `backward` added up at the parameters; one without a gradient is left out.
double clip_gradients(const std::vector<NamedParameter>& parameters, double max_norm);

}  // namespace mien
