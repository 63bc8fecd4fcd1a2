#include "data/triplets.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "data/tiny_faces.h"

namespace mien {
namespace {

// One of 0 ... count - 1, but not `but`.
std::size_t another(std::size_t count, std::size_t but, const Random& draws, std::uint64_t index) {
  const auto drawn = static_cast<std::size_t>(draws.below(index, static_cast<Index>(count) - 1));
  return drawn < but ? drawn : drawn + 1;
}

[[noreturn]] void complain(const Dataset& dataset, const std::string& lack) {
  throw DatasetError(dataset.folder().string() + ": the model compares tiny faces of people seen " +
                     "from several sides, and " + lack +
                     " (mien-dataset faces --turned --per-identity 5; then mien-dataset tiny)");
}

void check_styles(const Dataset& dataset) {
  const auto& styles = dataset.manifest().styles;
  const bool tiny = std::all_of(styles.begin(), styles.end(),
                                [](const StyleInfo& style) { return style.name == kTinyStyle; });
  if (styles.empty() || !tiny) complain(dataset, "this data set holds none");
}

}  // namespace

Triplets::Triplets(const Dataset& dataset)
    : places_(static_cast<std::size_t>(dataset.portrait_count())) {
  check_styles(dataset);
  for (const Split split : {Split::train, Split::validation, Split::test}) {
    std::map<Index, Person> people;
    for (const Index portrait : dataset.portraits_in(split)) {
      people[dataset.identity_of(dataset.face_of(portrait))].push_back(portrait);
    }
    if (split == Split::train && people.size() < 2) complain(dataset, "too few are trained on");
    std::vector<Person>& all = splits_.emplace_back();
    for (const auto& [identity, portraits] : people) {
      if (portraits.size() < 2) complain(dataset, text("person ", identity, " has one only"));
      for (std::size_t rank = 0; rank < portraits.size(); ++rank) {
        places_[static_cast<std::size_t>(portraits[rank])] = {splits_.size() - 1, all.size(), rank};
      }
      all.push_back(portraits);
    }
  }
}

Index Triplets::positive(Index portrait, TripletViews views, const Random& draws) const {
  const Place& place = places_.at(static_cast<std::size_t>(portrait));
  const Person& person = splits_[place.split][place.person];
  if (views == TripletViews::frontal && place.rank > 0) return person.front();
  return person[another(person.size(), place.rank, draws, 0)];
}

Index Triplets::negative(Index portrait, TripletViews views, const Random& draws) const {
  const Place& place = places_.at(static_cast<std::size_t>(portrait));
  const bool alone = splits_[place.split].size() == 1;
  const auto& people = alone ? splits_.front() : splits_[place.split];
  const Person& person = people[alone ? static_cast<std::size_t>(draws.below(1, std::ssize(people)))
                                      : another(people.size(), place.person, draws, 1)];
  if (views == TripletViews::frontal) return person.front();
  return person[static_cast<std::size_t>(draws.below(2, std::ssize(person)))];
}

}  // namespace mien
