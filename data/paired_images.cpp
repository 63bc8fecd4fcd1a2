#include "data/paired_images.h"

#include <algorithm>
#include <map>

#include "data/list_reader.h"

namespace mien {
namespace fs = std::filesystem;
namespace {

struct ListedPair {
  std::string input, target, person;
  Split split = Split::train;
};

struct PairList {
  std::vector<ListedPair> pairs;
  bool has_split = false;
};

Split split_named(const ListReader& list, const std::string& name) {
  for (const Split split : {Split::train, Split::validation, Split::test}) {
    if (name == name_of(split)) return split;
  }
  list.expect(false, "expected the split train, validation or test, got \"", name, "\"");
  return Split::train;
}

PairList read_list(const fs::path& path, const std::string& input, const std::string& target) {
  ListReader list(path, Separator::tabs);
  std::vector<std::string> heading, words;
  list.expect(list.next(heading), "expected a heading, got an empty file");
  const std::size_t from = list.column(heading, input), to = list.column(heading, target);
  const auto identity = list.find_column(heading, "identity");
  const auto split = std::find_if(heading.begin(), heading.end(),
                                  [](const auto& name) { return name.starts_with("split"); });
  PairList result{{}, split != heading.end()};
  while (list.next(words)) {
    list.expect(words.size() == heading.size(), "expected ", heading.size(), " columns, got ",
                words.size());
    ListedPair pair{list.value(words, from, input), list.value(words, to, target),
                    identity ? list.value(words, *identity, "identity") : list.place()};
    if (result.has_split) {
      pair.split = split_named(list, words[static_cast<std::size_t>(split - heading.begin())]);
    }
    result.pairs.push_back(pair);
  }
  list.expect(!result.pairs.empty(), "expected a line for each pair, got none");
  return result;
}

// People in the order of the list, each in one split.
std::vector<std::pair<std::string, Split>> people_of(const PairList& list, const fs::path& path) {
  std::map<std::string, Split> known;
  std::vector<std::pair<std::string, Split>> people;
  for (const ListedPair& pair : list.pairs) {
    const auto [entry, is_new] = known.emplace(pair.person, pair.split);
    if (is_new) people.push_back(*entry);
    if (entry->second == pair.split) continue;
    throw DatasetError(text(path.string(), ": expected each person in one split, but ", pair.person,
                            " is in ", name_of(entry->second), " and ", name_of(pair.split)));
  }
  return people;
}

void choose_who_validates(std::vector<std::pair<std::string, Split>>& people) {
  constexpr Index kEvery = 10;
  const auto validates = [](const auto& person) { return person.second == Split::validation; };
  if (std::any_of(people.begin(), people.end(), validates)) return;
  Index seen = 0;
  for (auto& [person, split] : people) {
    if (split == Split::train && seen++ % kEvery == kEvery / 2 - 1) split = Split::validation;
  }
}

// Numbers people, those who train first, and tells where the splits begin.
IdentitySplit number_people(std::vector<std::pair<std::string, Split>> people,
                            std::map<std::string, Index>& numbers) {
  std::stable_sort(people.begin(), people.end(),
                   [](const auto& a, const auto& b) { return a.second < b.second; });
  IdentitySplit begins;
  for (const auto& [person, split] : people) {
    numbers.emplace(person, static_cast<Index>(numbers.size()));
    if (split == Split::train) ++begins.validation_begin;
    if (split != Split::test) ++begins.test_begin;
  }
  return begins;
}

fs::path file_of(const fs::path& folder, const std::string& column, const std::string& name) {
  const fs::path here = folder / name;
  return fs::exists(here) ? here : folder / column / name;
}

}  // namespace

ImagePairs read_paired_folders(const fs::path& folder) {
  ImagePairs pairs;
  std::map<std::string, fs::path> partners;
  const ImageListing inputs = list_images(folder / "a"), targets = list_images(folder / "b");
  for (const fs::path& target : targets.images) partners[target.stem().string()] = target;
  for (const fs::path& input : inputs.images) {
    const auto partner = partners.find(input.stem().string());
    const std::string name = "a/" + input.filename().string();
    if (partner == partners.end()) {
      pairs.inputs.unusable.push_back({name, "has no partner in b"});
      continue;
    }
    const Index number = pairs.inputs.identities++;
    pairs.inputs.images.push_back({input, name, number});
    pairs.targets.images.push_back(
        {partner->second, "b/" + partner->second.filename().string(), number});
    partners.erase(partner);
  }
  for (const auto& [stem, target] : partners) {
    pairs.targets.unusable.push_back({"b/" + target.filename().string(), "has no partner in a"});
  }
  pairs.targets.identities = pairs.inputs.identities;
  pairs.inputs.other_files = static_cast<Index>(inputs.others.size() + targets.others.size());
  return pairs;
}

ImagePairs read_pair_list(const fs::path& folder, const std::string& input,
                          const std::string& target) {
  const fs::path path = folder / "pairs.tsv";
  PairList list = read_list(path, input, target);
  auto people = people_of(list, path);
  if (list.has_split) choose_who_validates(people);
  std::map<std::string, Index> numbers;
  const IdentitySplit split = number_people(people, numbers);
  std::stable_sort(list.pairs.begin(), list.pairs.end(), [&](const auto& a, const auto& b) {
    return numbers.at(a.person) < numbers.at(b.person);
  });
  ImagePairs pairs;
  pairs.style = input;
  if (list.has_split) pairs.split = split;
  pairs.inputs.identities = pairs.targets.identities = static_cast<Index>(numbers.size());
  for (const ListedPair& pair : list.pairs) {
    const Index number = numbers.at(pair.person);
    const fs::path from = file_of(folder, input, pair.input);
    const fs::path to = file_of(folder, target, pair.target);
    if (!fs::exists(from) || !fs::exists(to)) {
      pairs.inputs.unusable.push_back(
          {fs::exists(from) ? pair.target : pair.input, "is listed in pairs.tsv, but not there"});
      continue;
    }
    pairs.inputs.images.push_back({from, pair.input, number});
    pairs.targets.images.push_back({to, pair.target, number});
  }
  return pairs;
}

}  // namespace mien
