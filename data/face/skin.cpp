#include "data/drawing/noise.h"
#include "data/face/features.h"

namespace mien::face {

Features::Features(const FaceIdentity& identity, const FacePhoto& photo)
    : who_(identity),
      photo_(photo),
      eyes_{{identity, photo.expression, false}, {identity, photo.expression, true}},
      brows_{{identity, photo.expression, false}, {identity, photo.expression, true}},
      mouth_(identity, photo.expression) {}

void Features::paint(const Vec3& p, float footprint, Paint& out) const {
  skin(p, out);
  wrinkles(p, out);
  beard(p, out);
  if (p.z < 0) return;
  const bool right = p.x > 0;
  if (p.y < -0.9f && p.y > -2 * who_.nose.length) nostrils(p, footprint, out);
  if (p.y < -1.2f) mouth(p, footprint, out);
  if (std::abs(p.y) < 0.9f) lids(eyes_[right], p, footprint, out);
  if (p.y > 0) brow(brows_[right], p, footprint, out);
}

void Features::skin(const Vec3& p, Paint& out) const {
  const auto& skin = who_.skin;
  const float ax = std::abs(p.x), smile = saturate(photo_.expression.smile);
  out.colour = skin.colour;
  out.gloss = skin.shine * (0.35f + 0.5f * bell(p.x / 0.8f) * smooth_step(-1.6f, 0.5f, p.y));
  out.shine = 14;
  const float cheeks = bell((ax - 1.25f) / 0.6f) * bell((p.y + 1.05f - 0.12f * smile) / 0.55f);
  const float tip = bell(p.x / 0.4f) * bell((p.y + who_.nose.length - 0.2f) / 0.3f);
  const float red = skin.blush * (cheeks * (0.8f + 0.3f * smile) + 0.6f * tip);
  out.colour = out.colour * mix(Vec3{1, 1, 1}, Vec3{1.02f, 0.7f, 0.68f}, saturate(red));
  const float socket = bell((ax - 0.95f) / 0.55f) * bell((p.y + 0.3f) / 0.3f);
  out.colour = out.colour * mix(Vec3{1, 1, 1}, Vec3{0.84f, 0.72f, 0.74f}, 0.5f * socket);
  out.darken(0.04f * noise(p.x * 1.7f, p.y * 1.7f, p.z * 1.7f, who_.salt));
  if (skin.freckles > 0 && p.y < 0.9f && p.y > -2) {
    const float spots = noise(p.x * 15, p.y * 15, who_.salt + 1);
    const float where = bell((p.y + 0.8f) / 0.7f) * smooth_step(2.1f, 1.2f, ax);
    const float amount = skin.freckles * where * smooth_step(0.3f, 0.65f, spots);
    out.colour = out.colour * mix(Vec3{1, 1, 1}, Vec3{0.7f, 0.55f, 0.46f}, amount);
  }
}

void Features::wrinkles(const Vec3& p, Paint& out) const {
  const float old = who_.skin.wrinkles, ax = std::abs(p.x);
  const float smile = saturate(photo_.expression.smile);
  if (p.y < -1.15f && p.y > -2.4f) {  // from the nostrils round the corners of the mouth
    const float t = (-p.y - 1.15f) / 1.2f;
    const float fold_x = who_.nose.width * 1.15f + (0.62f + 0.1f * smile) * std::pow(t, 0.8f);
    const float ends = smooth_step(0, 0.15f, t) * smooth_step(1, 0.7f, t);
    out.darken(bell((ax - fold_x) / 0.1f) * ends * (0.06f + 0.2f * smile + 0.3f * old));
  }
  if (p.y < 0 && p.y > -0.7f) {  // bags under the eyes
    const float line = p.y + 0.36f - 0.1f * square((ax - 0.95f) / 0.4f);
    out.darken(bell(line / 0.055f) * smooth_step(0.6f, 0.3f, std::abs(ax - 0.97f)) *
               (0.05f + 0.35f * old));
  }
  if (old <= 0.02f) return;
  // `distance` from the nearest of parallel lines.
  const auto lines = [](float x, float apart) {
    return std::abs(x / apart - std::round(x / apart)) * apart;
  };
  if (p.y > 0.95f && p.y < 2) {
    const float across = lines(p.y + 0.05f * noise(p.x * 1.5f, who_.salt), 0.33f);
    const float raised = saturate(photo_.expression.brows);
    out.darken(bell(across / 0.045f) * (0.22f * old + 0.25f * raised * old) *
               smooth_step(0.95f, 1.15f, p.y) * smooth_step(2.0f, 1.7f, p.y) *
               smooth_step(1.5f, 0.9f, ax));
  }
  if (ax > 1.5f && std::abs(p.y) < 0.32f) {  // crow's feet
    const float across = lines(p.y - 0.15f * (ax - 1.5f) * p.y, 0.14f);
    out.darken(bell(across / 0.025f) * smooth_step(1.5f, 1.6f, ax) * smooth_step(1.95f, 1.7f, ax) *
               smooth_step(0.32f, 0.2f, std::abs(p.y)) * 0.35f * old * (0.5f + smile));
  }
  if (ax < 0.35f) {
    out.darken(bell((ax - 0.13f) / 0.05f) * smooth_step(0.35f, 0.25f, std::abs(p.y - 0.55f)) *
               0.22f * old);
  }
}

void Features::beard(const Vec3& p, Paint& out) const {
  const auto& beard = who_.beard;
  const float most = std::max({beard.stubble, beard.full, beard.chin, beard.moustache});
  if (most <= 0 || p.y > 0) return;
  const float ax = std::abs(p.x), my = mouth_.height;
  const float ragged = 0.1f * noise(p.x * 9, p.y * 6, p.z * 9, who_.salt + 2);
  // Jaw: below a line that falls from the ears to the cheeks and rises to the moustache.
  const float edge =
      mix(my + 0.75f, -0.6f, smooth_step(0.9f, 2.1f, ax)) - 0.25f * bell((ax - 1) / 0.4f);
  const float jaw = smooth_step(0.12f, -0.2f, p.y - edge + ragged);
  const float lips = smooth_step(
      0.8f, 1.1f, square(ax / (1.12f * mouth_.half_width)) + square((p.y - my + 0.03f) / 0.36f));
  const float tache =
      smooth_step(0.08f, -0.04f, std::abs(p.y - my - 0.4f + 0.25f * ax * ax) - 0.2f + ragged) *
      smooth_step(1.12f, 0.95f, ax);
  const float chin =
      smooth_step(0.1f, -0.06f, std::max(ax - 0.62f, std::abs(p.y - my + 0.95f) - 0.62f) + ragged);
  const float soul = smooth_step(0.42f, 0.3f, ax) * smooth_step(0.05f, -0.1f, p.y - my + 0.3f);
  const float hair = saturate(std::max({beard.full * jaw * lips, beard.moustache * tache,
                                        beard.chin * std::max(chin, beard.full * soul)}));
  const Vec3 colour =
      who_.brows.colour * (1 + 0.45f * noise(p.x * 14, p.y * 5, p.z * 5, who_.salt + 3));
  const float shadow = 0.5f * beard.stubble * std::max(jaw * lips, tache) * (1 - hair);
  out.colour = mix(out.colour, who_.brows.colour * 1.2f, shadow);
  out.coat(colour, 0.93f * hair, FaceClass::hair);
  out.gloss *= 1 - 0.8f * hair;
}

void Features::nostrils(const Vec3& p, float footprint, Paint& out) const {
  const auto& nose = who_.nose;
  const float ax = std::abs(p.x);
  const float inside =
      1 - std::sqrt(square((ax - 0.46f * nose.width) / (0.3f * nose.width)) +
                    square((p.y + nose.length + 0.02f - 0.1f * (ax - 0.2f)) / 0.085f));
  const float hole = smooth_step(-0.35f, 0.5f, inside);
  out.colour = mix(out.colour, who_.skin.colour * Vec3{0.16f, 0.07f, 0.06f}, 0.85f * hole);
  const float wing = bell((ax - 1.1f * nose.width) / (0.07f + footprint)) *
                     bell((p.y + nose.length - 0.18f) / 0.22f);
  out.darken(0.3f * wing);
  if (ax < 1.1f * nose.width && p.y > -nose.length - 0.1f) out.what = FaceClass::nose;
}

}  // namespace mien::face
