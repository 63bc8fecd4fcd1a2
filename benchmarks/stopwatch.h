#pragma once

#include <functional>

namespace mien {

/// What time is: that on the wall, or that which all threads of this process spent computing. The
/// second is for machines that others use too, and only means something with one thread.
enum class Clock { wall, processor };

double seconds(Clock clock);

/// Runs `work` again and again for about `budget` seconds; returns the milliseconds of the fastest.
double fastest_run(const std::function<void()>& work, double budget, Clock clock);

/// The same for work that is queued on a card: runs it in batches of about an eighth of `budget`,
/// each until `wait` returns; the milliseconds of one run in the fastest batch.
double fastest_batch(const std::function<void()>& work, const std::function<void()>& wait,
                     double budget);

/// Floating-point operations per second of one core in a loop of vector multiply-adds that touches
/// no memory: the roof of every kernel here.
double peak_of_one_core(Clock clock);

}  // namespace mien
