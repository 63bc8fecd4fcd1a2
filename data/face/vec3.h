#pragma once

#include "data/drawing/vec3.h"

namespace mien::face {

using namespace drawing;

}  // namespace mien::face
