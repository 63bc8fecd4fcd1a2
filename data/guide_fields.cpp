#include "data/guide_fields.h"

#include <map>

#include "data/landmarks.h"

namespace mien {
namespace {

// The faces of each person, in order, by the split the person is in.
using People = std::map<Index, std::vector<Index>>;

People people_in(const Dataset& dataset, Split split) {
  People people;
  for (Index face : dataset.faces_in(split)) people[dataset.identity_of(face)].push_back(face);
  return people;
}

// What the data set says of itself.
std::vector<std::size_t> chosen_guides(const Dataset& dataset) {
  std::vector<std::size_t> guides;
  for (Index face = 0; face < dataset.face_count(); ++face) {
    guides.push_back(static_cast<std::size_t>(dataset.guide_of(face)));
  }
  return guides;
}

Index guide_of(Index face, const std::vector<std::size_t>& guides) {
  return static_cast<Index>(guides.at(static_cast<std::size_t>(face)));
}

}  // namespace

std::vector<std::size_t> place_guides(const Dataset& dataset,
                                      const std::vector<std::string>& columns) {
  check(columns.size() == 1 && (columns[0] == "same" || columns[0] == "other"),
        "the field guide has one column, \"same\" or \"other\" person");
  if (columns[0] == "same" && dataset.manifest().has_guides) return chosen_guides(dataset);
  std::vector<std::size_t> guides(static_cast<std::size_t>(dataset.face_count()));
  for (const Split split : {Split::train, Split::validation, Split::test}) {
    const People people = people_in(dataset, split);
    for (auto person = people.begin(); person != people.end(); ++person) {
      const auto& [identity, photos] = *person;
      const auto next = std::next(person) == people.end() ? people.begin() : std::next(person);
      if (columns[0] == "same" ? photos.size() < 2 : people.size() < 2) {
        throw DatasetError(
            text(dataset.folder().string(), ": the model is guided by another photo, and person ",
                 identity, columns[0] == "same" ? " has one only" : " is the only one of a split",
                 " (mien-dataset faces --per-identity 4; then mien-dataset portraits)"));
      }
      for (std::size_t i = 0; i < photos.size(); ++i) {
        const Index guide =
            columns[0] == "same" ? photos[(i + 1) % photos.size()] : next->second.front();
        guides[static_cast<std::size_t>(photos[i])] = static_cast<std::size_t>(guide);
      }
    }
  }
  return guides;
}

void read_guide(const Dataset& dataset, Index face, const std::vector<std::size_t>& guides,
                bool mirrored, float* to) {
  normalize_image(dataset.face(guide_of(face, guides)), dataset.size(), mirrored, to);
}

void read_guide_landmarks(const Dataset& dataset, Index face,
                          const std::vector<std::size_t>& guides, bool mirrored, float* to) {
  write_landmarks(dataset.landmarks_of(guide_of(face, guides)), dataset.size(), mirrored, to);
}

}  // namespace mien
