#pragma once

#include <vector>

#include "tensor/tensor.h"

namespace mien {

/// Descriptors of faces, and whose face each one is.
struct Descriptors {
  Tensor values;              ///< float32 [N, D]
  std::vector<Index> people;  ///< N of them
};

/// The share of queries for which a face of the same person is among the `top` of the gallery that
/// are nearest to them, by Euclidean distance.
///
/// Faces of equal distance come in any order, so that of them a query has a share of a hit:
/// descriptors that are all the same score what chance does, top / N for N people with a face each.
/// With recovered faces as queries and photographs as the gallery this is IFRP's face retrieval
/// ratio (FRR); with faces recovered from two styles, its face consistency ratio (FCR); both with
/// top = 5 (Shiri et al., "Identity-preserving Face Recovery from Portraits", WACV 2018, tables 1
/// and 2).
/// Throws std::invalid_argument for empty sets, other shapes or types, another number of people, or
/// descriptors that are not finite.
double hit_rate(const Descriptors& queries, const Descriptors& gallery, Index top = 5);

/// The share of pairs of one person's faces that pass as such where the share `false_acceptance`
/// of pairs of two people's does: every query beside every face of the gallery, a pair passing if
/// its distance is below a threshold.
///
/// The threshold is the largest that lets no more than floor(false_acceptance * pairs) of two
/// people's pairs pass. NaN if there are only pairs of one kind. Throws as hit_rate does, and for a
/// share outside [0, 1].
double verification_rate(const Descriptors& queries, const Descriptors& gallery,
                         double false_acceptance = 0.001);

}  // namespace mien
