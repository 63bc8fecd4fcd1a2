#include "data/image_folders.h"

#include <algorithm>
#include <cctype>
#include <map>

#include "data/celeba_lists.h"

namespace mien {
namespace fs = std::filesystem;
namespace {

bool is_image(const fs::path& path) {
  std::string ending = path.extension().string();
  std::transform(ending.begin(), ending.end(), ending.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return ending == ".png" || ending == ".jpg" || ending == ".jpeg";
}

ImageListing list_folder(const fs::path& folder) {
  if (!fs::is_directory(folder)) {
    throw DatasetError(text(folder.string(), ": expected a folder of images, ",
                            fs::exists(folder) ? "got a file" : "there is none"));
  }
  ImageListing listing;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.path().filename().string().starts_with('.')) continue;
    if (entry.is_directory()) {
      listing.folders.push_back(entry.path());
    } else {
      (is_image(entry.path()) ? listing.images : listing.others).push_back(entry.path());
    }
  }
  for (auto* paths : {&listing.images, &listing.folders, &listing.others}) {
    std::sort(paths->begin(), paths->end());
  }
  return listing;
}

[[noreturn]] void fail_without_images(const fs::path& folder, const ImageListing& listing,
                                      const std::string& or_what) {
  std::string found = "found nothing";
  if (!listing.folders.empty()) {
    found = text("found ", listing.folders.size(), " folders and no image (did you mean ",
                 listing.folders.front().string(), or_what, "?)");
  } else if (!listing.others.empty()) {
    found = text("found ", listing.others.size(), " other files such as ",
                 listing.others.front().filename().string());
  }
  throw DatasetError(text(folder.string(), ": expected PNG or JPEG images, ", found));
}

// At least one image, or a complaint that may know another way.
ImageListing list_some(const fs::path& folder, const std::string& or_what) {
  ImageListing listing = list_folder(folder);
  if (listing.images.empty()) fail_without_images(folder, listing, or_what);
  return listing;
}

constexpr const char* kOrIdentities = ", or the layout identities";

// Labels of people in order, 9 before 10.
struct ByNumber {
  bool operator()(const std::string& a, const std::string& b) const {
    return a.size() != b.size() ? a.size() < b.size() : a < b;
  }
};

// Numbers people by their labels, and puts images in order of person and name.
void number_people(ImageFolder& folder, const std::vector<std::string>& labels) {
  std::map<std::string, Index, ByNumber> people;
  for (const std::string& label : labels) people.emplace(label, 0);
  for (auto& [label, number] : people) number = folder.identities++;
  for (std::size_t i = 0; i < labels.size(); ++i) folder.images[i].identity = people.at(labels[i]);
  std::stable_sort(folder.images.begin(), folder.images.end(),
                   [](const auto& a, const auto& b) { return a.identity < b.identity; });
}

const std::vector<std::uint8_t>* find(
    const std::map<std::string, std::vector<std::uint8_t>>& values, const std::string& name) {
  const auto found = values.find(name);
  return found == values.end() ? nullptr : &found->second;
}

}  // namespace

ImageListing list_images(const fs::path& folder) { return list_some(folder, ""); }

ImageFolder read_flat_folder(const fs::path& folder) {
  const ImageListing listing = list_some(folder, kOrIdentities);
  ImageFolder result;
  result.other_files = static_cast<Index>(listing.others.size());
  for (const fs::path& file : listing.images) {
    result.images.push_back({file, file.filename().string(), result.identities++});
  }
  return result;
}

ImageFolder read_identity_folders(const fs::path& folder) {
  const ImageListing people = list_folder(folder);
  ImageFolder result;
  result.other_files = static_cast<Index>(people.others.size() + people.images.size());
  for (const fs::path& person : people.folders) {
    const ImageListing listing = list_folder(person);
    result.other_files += static_cast<Index>(listing.others.size());
    const std::string label = person.filename().string();
    for (const fs::path& file : listing.images) {
      result.images.push_back({file, label + "/" + file.filename().string(), result.identities});
    }
    if (!listing.images.empty()) ++result.identities;
  }
  if (result.images.empty()) {
    throw DatasetError(text(folder.string(),
                            ": expected a folder of PNG or JPEG images for each person, found ",
                            people.folders.size(), " folders without any and ",
                            people.images.size(), " images beside them"));
  }
  return result;
}

ImageFolder read_celeba_folder(const fs::path& folder, const std::vector<std::string>& without) {
  const ImageListing listing = list_some(folder, kOrIdentities);
  const auto identities = read_celeba_identities(folder);
  const auto list = read_celeba_attributes(folder);
  if (!list && !without.empty()) {
    throw DatasetError(folder.string() +
                       ": expected list_attr*.txt here or in the folder above, there is none");
  }
  std::vector<std::size_t> unwanted;
  for (const std::string& name : without) unwanted.push_back(list->position_of(name));
  ImageFolder result;
  if (list) result.attributes = list->names;
  result.other_files = static_cast<Index>(listing.others.size());
  std::vector<std::string> labels;
  for (const fs::path& file : listing.images) {
    const std::string name = file.filename().string();
    const auto identity = identities.find(name);
    const std::vector<std::uint8_t>* values = list ? find(list->values, name) : nullptr;
    if (values && std::ranges::any_of(unwanted, [&](auto at) { return (*values)[at] == 1; })) {
      ++result.filtered;
    } else if (identity == identities.end()) {
      result.unusable.push_back({name, "has no line in the list of identities"});
    } else if (list && !values) {
      result.unusable.push_back({name, "has no line in the list of attributes"});
    } else {
      result.images.push_back({file, name, 0, values ? *values : std::vector<std::uint8_t>()});
      labels.push_back(identity->second);
    }
  }
  number_people(result, labels);
  return result;
}

ImageFolder first_images(const ImageFolder& folder, Index count) {
  check(count > 0, "first_images: the count must be positive, got ", count);
  ImageFolder first = folder;
  if (count >= static_cast<Index>(folder.images.size())) return first;
  first.images.resize(static_cast<std::size_t>(count));
  first.unusable.clear();
  first.identities = first.images.back().identity + 1;
  return first;
}

}  // namespace mien
