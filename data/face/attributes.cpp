#include <algorithm>
#include <utility>

#include "data/synthetic_face.h"

namespace mien {
namespace {

float brightness(const face::Vec3& colour) {
  return 0.2126f * colour.x + 0.7152f * colour.y + 0.0722f * colour.z;
}

// How far a colour is from grey: 0, up to 1 for a pure one.
float saturation(const face::Vec3& colour) {
  const float most = std::max({colour.x, colour.y, colour.z});
  const float least = std::min({colour.x, colour.y, colour.z});
  return most > 0 ? 1 - least / most : 0;
}

enum class HairColour { none, black, brown, blond, grey };

// Linear light, in which a middle grey is about 0.2. Dyed hair has no natural colour's name.
HairColour hair_colour_of(const FaceIdentity::Hair& hair) {
  if (hair.bald) return HairColour::none;
  const face::Vec3& colour = hair.colour;
  const float light = brightness(colour);
  if (saturation(colour) < 0.3f && light > 0.06f) return HairColour::grey;
  if (light < 0.02f) return HairColour::black;
  const bool warm = colour.x >= colour.y && colour.y >= colour.z;
  if (!warm) return HairColour::none;
  return light < 0.2f ? HairColour::brown : HairColour::blond;
}

// In the alphabetical order of CelebA's list. Thresholds split what data/face/identity.cpp and
// photo.cpp draw where the picture starts to show it.
std::vector<std::pair<std::string, bool>> traits(const FaceIdentity& who, const FacePhoto& photo) {
  const auto& brows = who.brows;
  const auto& mouth = who.mouth;
  const auto& hair = who.hair;
  const auto& beard = who.beard;
  const auto& look = photo.expression;
  const HairColour colour = hair_colour_of(hair);
  return {
      {"5_o_Clock_Shadow", beard.stubble > 0.3f && beard.full == 0},
      {"Arched_Eyebrows", brows.arch > 0.13f},
      {"Bags_Under_Eyes", who.skin.wrinkles > 0.35f},
      {"Bald", hair.bald},
      {"Bangs", !hair.bald && hair.fringe > 0.3f},
      {"Big_Lips", mouth.upper + mouth.lower > 0.38f},
      {"Big_Nose", who.nose.width > 0.5f},
      {"Black_Hair", colour == HairColour::black},
      {"Blond_Hair", colour == HairColour::blond},
      {"Brown_Hair", colour == HairColour::brown},
      {"Eyeglasses", who.glasses.worn},
      {"Goatee", beard.chin > 0 && beard.full == 0},
      {"Gray_Hair", colour == HairColour::grey},
      {"Heavy_Makeup", who.eyes.shadow > 0},
      {"Male", who.masculinity > 0.5f},
      {"Mouth_Slightly_Open", look.open > 0.1f || look.smile > 0.55f},
      {"Mustache", beard.moustache > 0},
      {"No_Beard", std::max({beard.full, beard.chin, beard.moustache}) == 0},
      {"Pale_Skin", brightness(who.skin.colour) > 0.55f},
      {"Receding_Hairline", !hair.bald && hair.recede > 0.4f},
      {"Smiling", look.smile > 0.45f},
      {"Straight_Hair", !hair.bald && hair.curl == 0},
      {"Wavy_Hair", !hair.bald && hair.curl > 0},
      {"Young", who.age < 40},
  };
}

}  // namespace

const std::vector<std::string>& face_attribute_names() {
  static const std::vector<std::string> names = [] {
    std::vector<std::string> all;
    for (const auto& [name, holds] : traits({}, {})) all.push_back(name);
    return all;
  }();
  return names;
}

std::vector<std::uint8_t> face_attributes(const FaceIdentity& identity, const FacePhoto& photo) {
  std::vector<std::uint8_t> values;
  for (const auto& [name, holds] : traits(identity, photo)) values.push_back(holds);
  return values;
}

}  // namespace mien
