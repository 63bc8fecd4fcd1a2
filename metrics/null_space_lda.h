#pragma once

#include <vector>

#include "tensor/random.h"
#include "tensor/tensor.h"

namespace mien {

/// Which people train the classifier and which test it, by their rows.
struct PeopleSplit {
  std::vector<Index> training, test;
};

/// A random split; the same `random`, the same split. Throws std::invalid_argument unless two
/// people or more train and one or more test.
PeopleSplit split_people(Index people, Index training_people, const Random& random);

/// Face recognition by null-space linear discriminant analysis: are synthesised pictures recognised
/// as the people whose photographs they stand for?
///
///   photographs, synthesised [K, P]   uint8, float32 or float64: row i of both shows person i, as
///   P
///                                     grey values; of uint8 pictures [K, H, W, 3] these are
///                                     grey_of(x.reshape({K * H, W, 3})).reshape({K, H * W})
///
/// The two pictures of each of n training people are a class. In the space that the 2n pictures
/// span about their mean, the directions without scatter within the classes (the null space of
/// S_w) are ordered by the scatter between classes, S_b, along them: n - 1 projections.
///
/// Throws std::invalid_argument for other shapes or types, unequal ones, and values that are not
/// finite.
/// Chen et al., "A new LDA-based face recognition system which can solve the small sample size
/// problem", Pattern Recognition 2000.
class NullSpaceLda {
 public:
  NullSpaceLda(const Tensor& photographs, const Tensor& synthesised);

  Index people() const { return gram_.dim(0) / 2; }

  /// For d = 1 ... n - 1, how often the nearest of the test people's synthesised pictures to a test
  /// person's photograph, by the Euclidean distance of the first d projections, is of the same
  /// person. Throws std::invalid_argument for rows out of range, fewer than two training people, no
  /// test people, or fewer than 2n - 1 values per picture.
  std::vector<double> rates(const PeopleSplit& split) const;

 private:
  Index values_;  // per picture
  Tensor gram_;   // [2K, 2K]: inner products of the K differences and the K means
};

struct NullSpaceLdaOptions {
  Index training_people = 150;
  Index splits = 20;
  std::uint64_t seed = 0;
};

struct NullSpaceLdaRates {
  double best_rate;               ///< each split's best over d, averaged over the splits
  double rate_of_best_dimension;  ///< the best over d of the average over the splits: at most that
};

/// Rank-1 rates over random splits; papers print either, seldom saying which.
NullSpaceLdaRates null_space_lda(const Tensor& photographs, const Tensor& synthesised,
                                 const NullSpaceLdaOptions& options = {});

}  // namespace mien
