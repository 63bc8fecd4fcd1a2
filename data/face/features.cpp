#include "data/face/features.h"

#include "data/drawing/noise.h"

namespace mien::face {

void Features::brow(const BrowShape& shape, const Vec3& p, float footprint, Paint& out) const {
  const float e = shape.side * p.x - 1.06f;
  if (std::abs(e) > 1.1f * shape.length) return;
  const float offset = p.y - shape.middle(e);
  const float hairs = 0.25f * noise(e * 9 + offset * 6, offset * 4, who_.salt + 4);
  const float half = shape.half_thickness(e) * (1 + hairs);
  const float soft = footprint + 0.045f;
  const float amount = cover(half - std::abs(offset), soft) * saturate(half / 0.04f);
  out.coat(who_.brows.colour * (1 + 1.2f * hairs), 0.92f * amount, FaceClass::brows);
  out.gloss *= 1 - amount;
}

void Features::lids(const EyeShape& shape, const Vec3& p, float footprint, Paint& out) const {
  const auto& eyes = who_.eyes;
  const float e = shape.side * (p.x - shape.centre);
  const float reach = shape.half_width;
  if (std::abs(e) > 1.7f * reach) return;
  const float upper = shape.upper(e), lower = shape.lower(e);
  const float along = smooth_step(1.25f * reach, 0.7f * reach, std::abs(e));

  const float lid = smooth_step(-0.03f, 0.05f, p.y - upper) *
                    smooth_step(eyes.crease + 0.24f, eyes.crease, p.y - upper) * along;
  out.colour = mix(out.colour, eyes.make_up, 0.75f * eyes.shadow * lid);
  const float crease = bell((p.y - upper - eyes.crease - 0.02f) / (0.03f + footprint)) * along;
  out.darken(0.38f * crease);
  const float rim = bell((p.y - lower + 0.03f) / (0.03f + footprint)) * along;
  out.colour = out.colour * mix(Vec3{1, 1, 1}, Vec3{0.8f, 0.62f, 0.6f}, rim);

  if (std::abs(e) < reach) eyeball(shape, e, p.y, footprint, out);

  // The lash line is heavier towards the outer corner, where it runs on a little.
  const float t = e / reach;
  const float line = (0.022f + 0.03f * eyes.lashes) * (1 + 0.7f * eyes.lashes * std::max(t, 0.0f));
  const float past = std::max(t - 1, 0.0f) * reach;
  const float lash_y = upper + 0.4f * line + 0.35f * past;
  const float lash = cover(line - std::abs(p.y - lash_y), footprint + 0.02f) *
                     smooth_step(1.05f + 0.22f * eyes.lashes, 0.95f, t) *
                     smooth_step(-1.08f, -0.9f, t);
  out.coat(Vec3{0.012f, 0.009f, 0.009f}, (0.55f + 0.4f * eyes.lashes) * lash, FaceClass::eyes);
}

void Features::eyeball(const EyeShape& shape, float e, float y, float footprint, Paint& out) const {
  const auto& eyes = who_.eyes;
  const auto& look = photo_.expression;
  const float upper = shape.upper(e), lower = shape.lower(e);
  const float inside = cover(upper - y, footprint) * cover(y - lower, footprint);
  if (inside <= 0) return;
  const float x = shape.side * e;  // to the viewer's right
  const float gx = x - 0.16f * look.gaze_x, gy = y - 0.02f - 0.07f * look.gaze_y;
  const float r = std::sqrt(gx * gx + gy * gy) / eyes.iris;

  Vec3 colour = mix(srgb(226, 220, 214), srgb(200, 160, 150),
                    smooth_step(0.5f, 1, std::abs(e) / shape.half_width));
  const float corner = smooth_step(0.22f, 0.0f, e + shape.half_width);
  colour = mix(colour, srgb(205, 130, 122), corner);
  const float soft = footprint / eyes.iris;
  const float spokes = 1 + 0.25f * noise(6 * std::atan2(gy, gx), r * 1.5f, who_.salt + 5);
  const float below = 1 + 0.55f * saturate(-gy / eyes.iris);  // light gathers opposite the source
  Vec3 iris = eyes.colour * (spokes * below);
  iris = mix(iris, eyes.colour * 0.25f, smooth_step(0.7f, 1.0f, r));
  colour = mix(colour, iris, cover(1 - r, soft + 0.08f));
  colour = mix(colour, Vec3{0.004f, 0.004f, 0.004f}, cover(0.43f - r, soft + 0.06f));
  colour = colour * (1 - 0.55f * smooth_step(0.16f, 0.0f, upper - y));

  out.coat(colour, inside, FaceClass::eyes);
  out.flat = inside;
  out.gloss *= 1 - inside;
  const auto& light = photo_.light;
  const float hx = gx - 0.42f * eyes.iris * std::clamp(1.3f * light.direction.x, -1.0f, 1.0f);
  const float hy = gy - 0.4f * eyes.iris;
  const float spot = cover(0.24f * eyes.iris - std::sqrt(hx * hx + hy * hy), footprint + 0.03f);
  out.glow = light.key * (0.85f * inside * spot);
}

void Features::mouth(const Vec3& p, float footprint, Paint& out) const {
  const auto& lips = who_.mouth;
  const float reach = mouth_.half_width;
  const float corner = bell((std::abs(p.x) - reach) / 0.09f) *
                       bell((p.y - mouth_.inner_top(std::copysign(reach, p.x))) / 0.09f);
  out.darken(0.4f * corner);
  if (std::abs(p.x) >= reach) return;
  const float top = mouth_.top(p.x), bottom = mouth_.bottom(p.x);
  const float in_top = mouth_.inner_top(p.x), in_bottom = mouth_.inner_bottom(p.x);
  out.darken(0.2f * bell((p.y - bottom + 0.1f) / 0.09f) *
             smooth_step(reach, 0.5f * reach, std::abs(p.x)));

  const float soft = footprint + 0.025f;
  const float lip = cover(top - p.y, soft) * cover(p.y - bottom, soft);
  const bool is_upper = p.y > 0.5f * (in_top + in_bottom);
  Vec3 colour = lips.colour * (is_upper ? 0.8f : 1.0f);
  colour = colour * (1 + 0.1f * noise(p.x * 16, p.y * 2, who_.salt + 6));
  out.coat(colour, lip, FaceClass::lips);
  out.gloss = mix(out.gloss, is_upper ? 0.3f * lips.gloss : lips.gloss, lip);
  out.shine = mix(out.shine, 30, lip);

  const float line = bell((p.y - 0.5f * (in_top + in_bottom)) / (0.035f + 0.5f * footprint)) *
                     smooth_step(0.12f, 0.02f, in_top - in_bottom);
  out.colour = mix(out.colour, lips.colour * Vec3{0.22f, 0.12f, 0.12f}, 0.85f * line * lip);

  const float hole = cover(in_top - p.y, footprint) * cover(p.y - in_bottom, footprint) *
                     smooth_step(0.02f, 0.07f, in_top - in_bottom);
  if (hole <= 0) return;
  const float teeth_y = in_top - std::min(0.22f, 0.85f * (in_top - in_bottom));
  const float teeth =
      cover(p.y - teeth_y, footprint + 0.02f) * smooth_step(reach, 0.75f * reach, std::abs(p.x));
  const float gaps = 1 - 0.12f * bell((std::fmod(std::abs(p.x), 0.15f) - 0.075f) / 0.012f) *
                             saturate(1 - 12 * footprint);
  Vec3 inside = mix(srgb(70, 22, 24), srgb(170, 80, 80),
                    smooth_step(0.16f, 0.4f, in_top - p.y) * bell(p.x / 0.4f));
  inside = mix(inside, srgb(240, 234, 224) * gaps, teeth);
  out.coat(inside * (1 - 0.4f * smooth_step(0.05f, 0, in_top - p.y)), hole, FaceClass::inner_mouth);
  out.flat = std::max(out.flat, hole);
  out.gloss *= 1 - hole;
}

}  // namespace mien::face
