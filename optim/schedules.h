#pragma once

#include <functional>

#include "tensor/check.h"

namespace mien {

/// A value, such as a learning rate or a loss weight, that depends on how far training is.
///
/// n counts from 0, in the unit the caller chooses: steps, or epochs. A schedule has no memory, so
/// resuming needs nothing but n: `optimizer.set_learning_rate(schedule(epoch))`.
using Schedule = std::function<double(Index n)>;

/// value
Schedule constant_schedule(double value);

/// max(start factor^n, floor). The face-recovery papers' learning rate is (1e-3, 0.99, 1e-6) by
/// epoch; their weight of the adversarial term (1e-2, 0.995, 5e-3). Throws unless factor is
/// positive.
Schedule exponential_schedule(double start, double factor, double floor = 0);

/// start factor^k, k being the number of whole periods before n. Throws unless period and factor
/// are positive.
Schedule step_schedule(double start, double factor, Index period);

/// From start at n = 0 along half a cosine to end at n = period, and end from there on. Throws
/// unless period is positive.
/// Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, eq. 5.
Schedule cosine_schedule(double start, double end, Index period);

/// `after`, multiplied by (n + 1) / count as long as n < count. Throws unless count is positive.
Schedule linear_warm_up(Index count, Schedule after);

}  // namespace mien
