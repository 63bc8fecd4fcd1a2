#pragma once

#include "data/painting/canvas.h"
#include "tensor/random.h"

namespace mien::painting {

// One function per style of data/painted_styles.h; each file of this folder holds one family.

Canvas brush_strokes(const Canvas& image, const Random& random);
Canvas swirls(const Canvas& image, const Random& random);
Canvas stained_glass(const Canvas& image, const Random& random);
Canvas mosaic(const Canvas& image, const Random& random);
Canvas pointillism(const Canvas& image, const Random& random);
Canvas woodcut(const Canvas& image, const Random& random);
Canvas crayon(const Canvas& image, const Random& random);
Canvas watercolour(const Canvas& image, const Random& random);

}  // namespace mien::painting
