#include "models/catalogue.h"

#include "models/afrp/recipe.h"
#include "models/chan/recipe.h"
#include "models/fdnn/recipe.h"
#include "models/gfrnet/recipe.h"
#include "models/ifrp/recipe.h"
#include "models/isegan/recipe.h"
#include "models/nearest.h"
#include "models/scagan/recipe.h"
#include "models/tann/recipe.h"
#include "models/tann/tdae_recipe.h"

namespace mien {

const std::vector<CatalogueEntry>& catalogue() {
  static const std::vector<CatalogueEntry> entries = {
      {"fdnn", "Shiri et al., \"Face Destylization\", DICTA 2017",
       "aligned portrait to face: pixel and adversarial loss", make_fdnn},
      {"ifrp", "Shiri et al., \"Identity-preserving Face Recovery from Portraits\", WACV 2018",
       "unaligned portrait to aligned face: spatial transformers, identity loss", make_ifrp},
      {"afrp",
       "Shiri et al., \"Recovering Faces from Portraits with Auxiliary Facial Attributes\", WACV "
       "2019",
       "as IFRP, told what the face is like; changing the attributes edits it", make_afrp},
      {"tann",
       "Yu et al., \"Can We See More? Joint Frontalization and Hallucination of Unaligned Tiny "
       "Faces\", TPAMI 2019",
       "turned face of 16x16 pixels to a frontal one of 128x128: triplet loss of an embedding",
       make_tann},
      {"tdae",
       "Yu and Porikli, \"Hallucinating Very Low-Resolution Unaligned and Noisy Face Images by "
       "Transformative Discriminative Autoencoders\", CVPR 2017",
       "noisy unaligned face of 16x16 pixels to one of 128x128: decoder, encoder, decoder",
       make_tdae},
      {"gfrnet", "Li et al., \"Learning Warped Guidance for Blind Face Restoration\", ECCV 2018",
       "degraded photo and a good one of the same person to a restored one", make_gfrnet},
      {"isegan", "\"Face Photo Synthesis via Intermediate Semantic Enhancement GAN\"",
       "sketch and its parsing to photo: a photo's parsing and a rough photo first", make_isegan},
      {"scagan",
       "Yu et al., \"Toward Realistic Face Photo-Sketch Synthesis via Composition-Aided GANs\", "
       "IEEE Trans. Cybernetics 2020",
       "sketch and its parsing to photo in two stages: error part by part; CA-GAN is one stage",
       make_scagan},
      {"chan",
       "Gao et al., \"Complementary, Heterogeneous and Adversarial Networks for Image-to-Image "
       "Translation\", IEEE TIP 2021",
       "sketch to photo: a U-Net with attention and a detail branch, mixed by a gate", make_chan},
  };
  return entries;
}

std::unique_ptr<Recipe> make_recipe(const std::string& name) {
  std::vector<std::string> names;
  for (const auto& entry : catalogue()) {
    if (entry.name == name) return entry.make();
    names.push_back(entry.name);
  }
  throw std::invalid_argument(text("there is no model '", name, "'", did_you_mean(name, names),
                                   "; mien-train --list shows all"));
}

}  // namespace mien
