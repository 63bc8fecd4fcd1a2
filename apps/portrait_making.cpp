#include "apps/portrait_making.h"

#include "data/degraded_photos.h"
#include "data/sketched_photos.h"
#include "data/tiny_faces.h"

namespace mien {

PortraitMaking portrait_making(PortraitKind kind) {
  switch (kind) {
    case PortraitKind::painted:
      return {painted_portrait_styles(),
              {.painted_by = "procedural styles"},
              "painting portraits of them"};
    case PortraitKind::degraded:
      return {degraded_photo_styles(),
              {.misalign = no_misalignment(), .painted_by = "degradation"},
              "degrading them"};
    case PortraitKind::sketched:
      return {sketched_photo_styles(),
              {.misalign = no_misalignment(), .painted_by = "a pencil"},
              "sketching them"};
    case PortraitKind::tiny:
      return {tiny_face_styles(),
              {.first_photo = true, .painted_by = text("reduction to 1/", kTinyFactor)},
              "reducing them"};
  }
  throw std::logic_error("not a PortraitKind");
}

}  // namespace mien
