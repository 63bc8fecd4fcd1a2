#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "data/face/vec3.h"
#include "data/face_class.h"
#include "tensor/random.h"
#include "tensor/tensor.h"

namespace mien {

// Note [Head coordinates]
// The renderer's head stands in a frame with x to the viewer's right, y up and z towards the
// viewer. The unit is half the distance between the eyes of the average head (about 3.15 cm); the
// origin lies midway between the eyes, about 2.3 units behind them. Positions are rotated by the
// pose, projected in parallel and then aligned: whatever the pose, the eyes land on kEyeLeft and
// kEyeRight, as in the aligned crops of the common face data sets. A turn comes last: the camera
// stays where it was, as if one of several around the head had taken the picture.

/// Where the centres of the eyes lie in every rendered image, as fractions of its side from the
/// top left corner: (kEyeLeft, kEyeHeight) and (kEyeRight, kEyeHeight).
inline constexpr float kEyeLeft = 0.365f, kEyeRight = 0.635f, kEyeHeight = 0.445f;

/// What stays the same in all photos of a person. Lengths are head units unless a line says
/// otherwise, colours are linear light; the ranges that `draw_identity` draws from are in
/// data/face/identity.cpp.
struct FaceIdentity {
  float age = 35;            ///< years, 18 ... 80
  float masculinity = 0.5f;  ///< 0 ... 1; correlates jaw, brows, lips, hair and beard
  std::uint32_t salt = 0;    ///< picks the pattern of freckles, curls and strands

  struct Head {
    float width = 2.25f;  ///< half the width at the cheekbones
    float jaw = 1;        ///< factor on the width at the jaw
    float temple = 1;     ///< factor on the width at the temples
    float chin_length = 3.55f;
    float chin_width = 1;  ///< factor on the width just above the chin
    float cheeks = 0.1f;   ///< how far the cheeks bulge
    float brow_ridge = 0.08f;
    float ears = 1;  ///< scale of the ears
  } head;
  struct Skin {
    face::Vec3 colour = face::srgb(222, 176, 148);
    float blush = 0.3f;  ///< redness of cheeks, nose and ears, 0 ... 1
    float freckles = 0;  ///< 0 ... 1
    float wrinkles = 0;  ///< 0 ... 1, follows from age
    float shine = 0.3f;  ///< 0 ... 1
  } skin;
  struct Eyes {
    float width = 0.47f;   ///< half the width of the opening
    float open = 0.19f;    ///< height of the upper lid over the corners' line
    float lower = 0.13f;   ///< depth of the lower lid under it
    float tilt = 0.05f;    ///< rise of the outer corner over the inner one
    float iris = 0.21f;    ///< radius
    float crease = 0.12f;  ///< distance of the lid's fold from the lid
    float lashes = 0.5f;   ///< 0 ... 1
    float shadow = 0;      ///< make-up on the lids, 0 ... 1
    face::Vec3 colour = face::srgb(95, 70, 45);
    face::Vec3 make_up = face::srgb(120, 80, 100);
  } eyes;
  struct Brows {
    float height = 0.62f;
    float thickness = 0.1f;
    float arch = 0.1f;
    float tilt = 0;        ///< rise of the outer end
    float length = 0.62f;  ///< half length
    face::Vec3 colour = face::srgb(70, 50, 35);
  } brows;
  struct Nose {
    float length = 1.45f;
    float width = 0.42f;   ///< half the width over the wings
    float height = 0.72f;  ///< of the tip over the face
    float bridge = 0.25f;  ///< height at the root
    float tip = 0.3f;      ///< radius of the tip
  } nose;
  struct Mouth {
    float height = -2.15f;
    float width = 0.8f;   ///< half the width at rest
    float upper = 0.15f;  ///< thickness of the lips
    float lower = 0.2f;
    float bow = 0.05f;  ///< depth of the notch in the upper lip
    face::Vec3 colour = face::srgb(190, 105, 100);
    float gloss = 0.2f;
  } mouth;
  struct Hair {
    bool bald = false;
    float line = 2.2f;     ///< height of the hairline above the eyes
    float recede = 0;      ///< how much higher the corners of the hairline lie
    float fringe = 0;      ///< 0 none ... 1 down to the brows
    float sweep = 0;       ///< -1 ... 1: the fringe falls lower on one side
    float top = 0.5f;      ///< thickness over the crown
    float side = 0.25f;    ///< thickness at the sides
    float length = -0.6f;  ///< height at which the hair at the sides ends
    float front = 1.1f;    ///< angle from the front at which the side hair starts, radians
    float curl = 0;        ///< 0 straight ... 1 curls
    float part = 0;        ///< angle of the parting, radians
    face::Vec3 colour = face::srgb(70, 48, 33);
  } hair;
  struct Beard {
    float stubble = 0;    ///< 0 ... 1, a shadow on the jaw
    float full = 0;       ///< 0 ... 1, hair on jaw and chin
    float chin = 0;       ///< 0 ... 1, goatee
    float moustache = 0;  ///< 0 ... 1
  } beard;
  struct Glasses {
    bool worn = false;
    float width = 0.72f, height = 0.5f;  ///< half sizes of a lens
    float roundness = 0.5f;              ///< 0 square ... 1 round
    float rim = 0.06f;                   ///< half the thickness of the rim
    float tint = 0;                      ///< darkness of the lenses, 0 ... 1
    face::Vec3 colour = face::srgb(30, 28, 30);
  } glasses;
};

/// What differs from photo to photo of one person.
struct FacePhoto {
  struct Expression {
    float smile = 0.2f;            ///< -0.4 sad ... 1 broad
    float open = 0;                ///< 0 closed mouth ... 1 open
    float brows = 0;               ///< -1 frown ... 1 raised
    float eyes = 1;                ///< 0 shut, 1 natural, 1.25 wide
    float gaze_x = 0, gaze_y = 0;  ///< -1 ... 1
  } expression;
  struct Pose {
    float yaw = 0, pitch = 0, roll = 0;  ///< radians: to the viewer's right, up, clockwise
    float turn = 0;  ///< further yaw of the whole person, after the alignment by the eyes
  } pose;
  struct Light {
    face::Vec3 direction{-0.4f, 0.5f, 0.77f};  ///< towards the key light, of length one
    face::Vec3 key{1, 0.97f, 0.92f};
    face::Vec3 sky{0.4f, 0.42f, 0.46f};     ///< ambient light from above ...
    face::Vec3 ground{0.22f, 0.2f, 0.19f};  ///< ... and from below
    face::Vec3 rim{0, 0, 0};                ///< light from behind
  } light;
  struct Background {
    int kind = 0;  ///< 0 studio, 1 window light, 2 lights out of focus, 3 landscape, 4 wall
    face::Vec3 first = face::srgb(110, 130, 150), second = face::srgb(60, 70, 90);
    face::Vec3 accent = face::srgb(220, 190, 140);
    float angle = 0;
    std::uint32_t salt = 0;
  } background;
  face::Vec3 clothes = face::srgb(60, 70, 100);
  float neckline = -4.6f;  ///< height of the collar in front
};

/// Person number `identity` of the population `seed`: the same one for ever.
FaceIdentity draw_identity(std::uint64_t seed, std::uint64_t identity);

/// Photo number `photo` of that person: expression, pose, light, background and clothes.
FacePhoto draw_photo(std::uint64_t seed, std::uint64_t identity, std::uint64_t photo);

/// Draws a face: uint8 [size, size, 3], RGB.
///
/// A head of displaced surfaces (skin, ears, hair, neck) is rotated, aligned by its eyes (Note
/// [Head coordinates]) and shaded per pixel with soft light, cast shadows and supersampling, so
/// any size shows the same picture. The bits depend on the arguments alone.
/// Throws std::invalid_argument unless 8 <= size <= 2048.
Tensor render_face(const FaceIdentity& identity, const FacePhoto& photo, Index size);

/// The 68 landmarks of the face that `render_face` draws: float32 [68, 2], (x, y) in pixels from
/// the top left corner, x to the right, the centre of the first pixel being (0.5, 0.5).
///
/// In the order of data/landmarks.h.
/// Throws std::invalid_argument unless 8 <= size <= 2048.
Tensor face_landmarks(const FaceIdentity& identity, const FacePhoto& photo, Index size);

/// The parsing map of the face that `render_face` draws: uint8 [size, size], each pixel the number
/// of the FaceClass that most of its samples show.
/// Throws std::invalid_argument unless 8 <= size <= 2048.
Tensor face_parsing(const FaceIdentity& identity, const FacePhoto& photo, Index size);

/// What can be said of a drawn face, by CelebA's names and in their order: "Arched_Eyebrows",
/// "Eyeglasses", "Smiling", ... Each is true of some of the faces and false of others.
const std::vector<std::string>& face_attribute_names();

/// 1 or 0 for each of these names, read off the measures that the face is drawn from.
std::vector<std::uint8_t> face_attributes(const FaceIdentity& identity, const FacePhoto& photo);

}  // namespace mien
