#pragma once

#include "data/face/head.h"
#include "data/face/raster.h"

namespace mien::face {

/// The sheets of a bust, in head coordinates; `view` and normals are not filled in yet.
///
/// Every sheet runs down in its rows and to the viewer's right in its columns.
Sheet head_sheet(const Head& head);
Sheet ear_sheet(const Head& head, const FaceIdentity& identity, bool right);
Sheet neck_sheet(const FaceIdentity& identity);
Sheet clothes_sheet(const FaceIdentity& identity, const FacePhoto& photo);

/// Hair as a sheet that starts at the crown and ends at the hairline in front and at the hair's
/// length elsewhere. (u, v): direction of the strand in radians and distance from the crown.
Sheet hair_sheet(const Head& head, const FaceIdentity& identity);

}  // namespace mien::face
