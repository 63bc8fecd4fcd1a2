#pragma once

#include <string>
#include <vector>

#include "data/make_portraits.h"

namespace mien {

struct NeuralStyleOptions {
  /// Weights files of style networks; "FILE:PICTURE" for one that paints like a picture it is
  /// shown.
  std::vector<std::string> files;
  std::vector<std::string> unseen;  ///< names of styles, or files as above
  Index size = 0;                   ///< side the networks paint at; 0: twice the data set's
};

/// Loads style networks for making portraits of faces of side `faces`.
///
/// A style is named after its file, or after its picture. A face is enlarged to `size` pixels,
/// painted, and reduced again: a network trained on large photos sees too little of a small one.
/// Pictures are reduced to at most 512 pixels beforehand. Each style may be applied from several
/// threads at once. Where `unseen` is empty, candy, feathers and the_scream are seen, as in the
/// papers, as far as they are there; without any of them the first three.
/// Throws UsageError for an unseen style that is not among the files and a size the networks cannot
/// take; ImageError for the picture; and as load_style does.
std::vector<PortraitStyle> neural_portrait_styles(const NeuralStyleOptions& options, Index faces);

}  // namespace mien
