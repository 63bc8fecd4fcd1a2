#include "data/face/palette.h"

namespace mien::face {
namespace {

using Hair = FaceIdentity::Hair;

void cropped(Draws& d, Hair& hair) {
  hair.top = d.between(0.1f, 0.2f);
  hair.side = d.between(0.05f, 0.1f);
  hair.length = d.between(-0.5f, 0.1f);
}

void short_cut(Draws& d, Hair& hair) {
  hair.top = d.between(0.35f, 0.75f);
  hair.side = d.between(0.1f, 0.28f);
  hair.length = d.between(-0.9f, -0.1f);
  hair.part = d.between(-0.8f, 0.8f);
  hair.fringe = d.chance(0.35f) ? d.between(0.3f, 0.8f) : 0;
  hair.sweep = d.between(-0.9f, 0.9f);
  hair.curl = d.chance(0.3f) ? d.between(0.3f, 0.9f) : 0;
}

void bob(Draws& d, Hair& hair) {
  hair.top = d.between(0.35f, 0.6f);
  hair.side = d.between(0.35f, 0.7f);
  hair.length = d.between(-3.4f, -2.3f);
  hair.front = d.between(0.95f, 1.2f);
  hair.fringe = d.chance(0.5f) ? d.between(0.6f, 1) : 0;
  hair.part = d.between(-0.6f, 0.6f);
  hair.sweep = d.between(-1, 1);
  hair.curl = d.chance(0.3f) ? d.between(0.2f, 0.6f) : 0;
}

void long_hair(Draws& d, Hair& hair) {
  hair.top = d.between(0.3f, 0.6f);
  hair.side = d.between(0.2f, 0.6f);
  hair.length = d.between(-7.5f, -4.6f);
  hair.front = d.between(0.9f, 1.2f);
  hair.fringe = d.chance(0.3f) ? d.between(0.5f, 1) : 0;
  hair.part = d.between(-0.7f, 0.7f);
  hair.sweep = d.between(-1, 1);
  hair.curl = d.chance(0.5f) ? d.between(0.2f, 0.8f) : 0;
}

void pulled_back(Draws& d, Hair& hair) {
  hair.top = d.between(0.15f, 0.3f);
  hair.side = d.between(0.06f, 0.14f);
  hair.length = d.between(-0.7f, -0.3f);
  hair.front = d.between(1.15f, 1.3f);
}

void curls(Draws& d, Hair& hair) {
  hair.top = d.between(0.5f, 1.1f);
  hair.side = d.between(0.4f, 1.1f);
  hair.length = d.between(-2.6f, -0.8f);
  hair.front = d.between(1.05f, 1.25f);
  hair.fringe = d.between(0, 0.35f);
  hair.curl = 1;
}

}  // namespace

void draw_haircut(Draws d, FaceIdentity& who, float tone) {
  auto& hair = who.hair;
  const bool male = who.masculinity > 0.5f;
  const float old = smooth_step(30, 75, who.age);
  hair.line = d.around(1.85f, 2.55f);
  hair.recede = male ? d.between(0, 0.35f) + 0.6f * old * d.between(0, 1) : d.between(0, 0.12f);
  const float pick = d.between(0, 1);
  hair.bald = male && pick < 0.05f + 0.15f * old;
  hair.line += male ? 0.35f * old * d.between(0, 1) : 0;
  if (d.chance(0.08f + 0.42f * square(tone))) return curls(d, hair);
  if (male) {
    if (pick < 0.35f) return cropped(d, hair);
    if (pick < 0.92f) return short_cut(d, hair);
    return long_hair(d, hair);
  }
  if (pick < 0.1f) return short_cut(d, hair);
  if (pick < 0.32f) return bob(d, hair);
  if (pick < 0.78f) return long_hair(d, hair);
  pulled_back(d, hair);
}

}  // namespace mien::face
