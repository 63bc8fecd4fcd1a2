#pragma once

#include <vector>

#include "data/dataset.h"
#include "tensor/random.h"

namespace mien {

/// Whose portraits a triplet loss compares with a portrait, the anchor.
enum class TripletViews {
  frontal,  ///< those of first photos; of an anchor that is one, any other of the same person
  any,      ///< any others
};

/// Chooses for a portrait another of the same person, and one of another person of the same split;
/// or, where the split has no other, of the training people.
///
/// A person's portraits are in the order of the photos they were made of. Draws depend on `draws`
/// alone: equal ones choose equal portraits.
class Triplets {
 public:
  /// Throws DatasetError naming the folder and the command that makes what it lacks, unless the
  /// portraits are tiny faces, each person has two or more, and two people are trained on.
  explicit Triplets(const Dataset& dataset);

  /// Draw 0 decides.
  Index positive(Index portrait, TripletViews views, const Random& draws) const;
  /// Draws 1 and 2 decide.
  Index negative(Index portrait, TripletViews views, const Random& draws) const;

 private:
  struct Place {
    std::size_t split, person, rank;  // where a portrait is in `splits_`
  };
  using Person = std::vector<Index>;
  std::vector<std::vector<Person>> splits_;  // the people of each; training first
  std::vector<Place> places_;
};

}  // namespace mien
