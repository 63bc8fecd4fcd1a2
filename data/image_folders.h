#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/manifest.h"

namespace mien {

/// One image file and whom it shows.
struct SourceImage {
  std::filesystem::path file;
  std::string name;                           ///< relative to the folder that was read
  Index identity = 0;                         ///< people are numbered from 0
  std::vector<std::uint8_t> attributes = {};  ///< 1 or 0 for each of the folder's attributes
};

/// The images of a folder, in an order that does not depend on the file system.
struct ImageFolder {
  std::vector<SourceImage> images;
  Index identities = 0;
  std::vector<std::string> attributes;  ///< that its lists name
  std::vector<SkippedImage> unusable;   ///< images the folder's own lists do not cover
  Index filtered = 0;                   ///< images left out for an attribute
  Index other_files = 0;                ///< files that are no PNG or JPEG, left alone
};

/// The reader functions below take files whose names end in .png, .jpg or .jpeg, in any case.
/// Each throws DatasetError naming the folder, what was expected and what is there: no folder, no
/// image in it (and where there are some, if one level deeper), a list that is missing or damaged.

/// What lies in a folder, each in the order of names; hidden files are passed over.
struct ImageListing {
  std::vector<std::filesystem::path> images, folders, others;
};
ImageListing list_images(const std::filesystem::path& folder);

/// CelebA: images in one folder, lists in the same or in the folder above.
///
/// Identities come from `identity*.txt` (lines "FILE NUMBER") or `index.tsv` (a heading with the
/// columns image and identity, tabs between), attributes from `list_attr*.txt` if there is one
/// (perhaps a count, then the attributes' names, then lines "FILE -1 1 ..."). Images with one of
/// the attributes in `without` are left out; the group leaves out Blurry, Eyeglasses and
/// Wearing_Hat.
ImageFolder read_celeba_folder(const std::filesystem::path& folder,
                               const std::vector<std::string>& without = {});

/// One folder for each person, under any name.
ImageFolder read_identity_folders(const std::filesystem::path& folder);

/// Images in one folder, each taken for another person.
ImageFolder read_flat_folder(const std::filesystem::path& folder);

/// The first `count` images, all if there are fewer. Images are in the order of their people, so
/// that only the last person may lose some. What is unusable has no place in that order: it lies
/// beyond a count that leaves anything out.
ImageFolder first_images(const ImageFolder& folder, Index count);

}  // namespace mien
