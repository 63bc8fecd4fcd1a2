#include "data/face/draws.h"
#include "data/face/palette.h"
#include "data/synthetic_face.h"

namespace mien {
namespace {

using face::Draws;
using face::mix;

// Each group draws from numbers of its own: a trait added to one leaves the others as they were.
enum Group : std::uint64_t {
  kPerson = 0,
  kHead = 32,
  kSkin = 64,
  kEyes = 96,
  kBrows = 128,
  kNose = 160,
  kMouth = 192,
  kHair = 224,
  kBeard = 288,
  kGlasses = 320
};

void draw_person(Draws d, FaceIdentity& who) {
  const float years = d.between(0, 1);
  who.age = 18 + 60 * years * (0.45f + 0.55f * years);
  const bool male = d.chance(0.5f);
  who.masculinity = male ? d.between(0.62f, 1) : d.between(0, 0.38f);
  who.salt = d.bits();
}

void draw_head(Draws d, FaceIdentity& who) {
  auto& head = who.head;
  const float m = who.masculinity;
  head.width = d.around(2.02f, 2.5f);
  head.jaw = d.around(0.83f, 1.0f) + 0.13f * m;
  head.temple = d.around(0.93f, 1.05f);
  head.chin_length = d.around(3.12f, 3.6f) + 0.1f * m;
  head.chin_width = d.around(0.78f, 1.06f) + 0.2f * m;
  head.cheeks = d.around(0.02f, 0.2f);
  head.brow_ridge = d.between(0.02f, 0.1f) + 0.1f * m;
  head.ears = d.around(0.82f, 1.2f);
}

void draw_skin(Draws d, FaceIdentity& who, float& tone) {
  auto& skin = who.skin;
  tone = std::pow(d.between(0, 1), 1.3f);
  skin.colour = face::skin_colour(tone, d.between(-1, 1));
  skin.blush = d.between(0.1f, 0.75f) * mix(1, 0.5f, tone);
  skin.freckles = tone < 0.35f && d.chance(0.3f) ? d.between(0.4f, 1) : 0;
  skin.wrinkles = face::smooth_step(32, 78, who.age) * d.between(0.7f, 1.1f);
  skin.shine = d.between(0.15f, 0.6f);
}

void draw_eyes(Draws d, FaceIdentity& who, float tone) {
  auto& eyes = who.eyes;
  const float feminine = 1 - who.masculinity, old = who.skin.wrinkles;
  eyes.width = d.around(0.42f, 0.54f);
  eyes.open = (d.around(0.15f, 0.27f) + 0.02f * feminine) * (1 - 0.22f * old);
  eyes.lower = d.around(0.09f, 0.16f);
  eyes.tilt = d.around(-0.05f, 0.12f) - 0.03f * old;
  eyes.iris = d.around(0.2f, 0.25f);
  eyes.crease = d.between(0.03f, 0.16f);
  eyes.lashes = d.between(0, 0.3f) + 0.65f * feminine;
  eyes.colour = face::eye_colour(d.between(0, 1), tone);
  const bool made_up = who.masculinity < 0.4f && d.chance(0.55f);
  eyes.shadow = made_up ? d.between(0.2f, 0.9f) : 0;
  eyes.make_up = face::make_up_colour(d.below(5)) * mix(1, 0.5f, tone);
}

void draw_hair_colour(Draws d, FaceIdentity& who, float tone) {
  const float grey = face::smooth_step(38, 72, who.age + d.between(-14, 12));
  const face::Vec3 natural = face::hair_colour(d.between(0, 1), tone);
  who.hair.colour = mix(natural, face::grey_hair(d.between(0, 1)), grey);
  who.brows.colour = mix(natural * d.between(0.45f, 0.9f), face::srgb(135, 130, 125), 0.7f * grey);
  if (d.chance(0.05f)) who.hair.colour = face::dyed_hair(d.below(4));
}

void draw_brows(Draws d, FaceIdentity& who) {
  auto& brows = who.brows;
  const float m = who.masculinity;
  brows.height = d.around(0.54f, 0.76f) - 0.08f * m;
  brows.thickness = d.around(0.055f, 0.12f) + 0.05f * m;
  brows.arch = d.between(0.03f, 0.2f) * mix(1, 0.6f, m);
  brows.tilt = d.around(-0.11f, 0.07f);
  brows.length = d.around(0.55f, 0.72f);
}

void draw_nose(Draws d, FaceIdentity& who, float tone) {
  auto& nose = who.nose;
  const float m = who.masculinity;
  nose.length = d.around(1.22f, 1.62f) + 0.06f * m;
  nose.width = d.around(0.34f, 0.5f) + 0.06f * m + 0.08f * tone;
  nose.height = d.around(0.5f, 0.9f);
  nose.bridge = d.around(0.12f, 0.4f) + 0.06f * m;
  nose.tip = d.around(0.22f, 0.38f);
}

void draw_mouth(Draws d, FaceIdentity& who, float tone) {
  auto& mouth = who.mouth;
  const float feminine = 1 - who.masculinity, old = who.skin.wrinkles;
  mouth.height = -who.nose.length - d.around(0.58f, 0.82f);
  mouth.width = d.around(0.66f, 0.98f);
  mouth.upper = (d.around(0.08f, 0.2f) + 0.03f * feminine + 0.04f * tone) * (1 - 0.35f * old);
  mouth.lower = (d.around(0.13f, 0.26f) + 0.03f * feminine + 0.03f * tone) * (1 - 0.3f * old);
  mouth.bow = d.between(0.02f, 0.08f);
  mouth.colour = face::lip_colour(who.skin.colour, d.between(0, 1));
  mouth.gloss = d.between(0.1f, 0.3f);
  if (who.masculinity < 0.4f && d.chance(0.55f)) {
    mouth.colour = mix(mouth.colour, face::lipstick(d.below(6)), d.between(0.5f, 0.95f));
    mouth.gloss = d.between(0.3f, 0.9f);
  }
}

void draw_beard(Draws d, FaceIdentity& who) {
  if (who.masculinity < 0.5f) return;
  auto& beard = who.beard;
  const int kind = d.below(10);
  const float density = d.between(0.75f, 1);
  beard.stubble = d.between(0.05f, 0.45f);
  if (kind == 0) beard.stubble = 1;
  if (kind >= 1 && kind <= 3) beard.full = beard.moustache = beard.chin = density;
  if (kind == 4) beard.chin = beard.moustache = density;
  if (kind == 5) beard.moustache = density;
}

void draw_glasses(Draws d, FaceIdentity& who) {
  auto& glasses = who.glasses;
  glasses.worn = d.chance(0.12f + 0.18f * face::smooth_step(35, 70, who.age));
  glasses.width = d.between(0.6f, 0.8f);
  glasses.height = glasses.width * d.between(0.55f, 0.95f);
  glasses.roundness = d.between(0.15f, 1);
  glasses.rim = d.between(0.025f, 0.08f);
  glasses.tint = d.chance(0.1f) ? 0.85f : d.between(0, 0.08f);
  glasses.colour = face::frame_colour(d.below(6));
}

}  // namespace

FaceIdentity draw_identity(std::uint64_t seed, std::uint64_t identity) {
  const Random random(seed, "synthetic_face.identity", identity);
  const auto group = [&](Group first) { return Draws(random, first); };
  FaceIdentity who;
  float tone = 0;
  draw_person(group(kPerson), who);
  draw_head(group(kHead), who);
  draw_skin(group(kSkin), who, tone);
  draw_eyes(group(kEyes), who, tone);
  draw_brows(group(kBrows), who);
  draw_nose(group(kNose), who, tone);
  draw_mouth(group(kMouth), who, tone);
  draw_hair_colour(group(kHair), who, tone);
  face::draw_haircut(Draws(random, kHair + 16), who, tone);
  draw_beard(group(kBeard), who);
  draw_glasses(group(kGlasses), who);
  return who;
}

}  // namespace mien
