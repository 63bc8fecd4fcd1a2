"""Puts what mien-recover --compare wrote side by side: python3 grid.py RESULTS KIND OBJECTIVE...

RESULTS/KIND/OBJECTIVE/NAME.png shows an input beside a face. Writes RESULTS/KIND.png: the inputs in
the first row, then a row for each objective. Needs Pillow.
"""

import sys
from pathlib import Path

from PIL import Image

results, kind, objectives = Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
names = sorted(path.name for path in (results / kind / objectives[0]).glob("*.png"))
pairs = {o: [Image.open(results / kind / o / name).convert("RGB") for name in names]
         for o in objectives}
width, height = pairs[objectives[0]][0].size
side, gap = height - height % 8, 4
rows = [[pair.crop((0, 0, width // 2, height)) for pair in pairs[objectives[0]]]]
rows += [[pair.crop((width - width // 2, 0, width, height)) for pair in pairs[o]]
         for o in objectives]
sheet = Image.new("RGB", (len(names) * (width // 2 + gap), len(rows) * (height + gap)), "white")
for y, row in enumerate(rows):
    for x, tile in enumerate(row):
        sheet.paste(tile, (x * (width // 2 + gap), y * (height + gap)))
sheet.save(results / f"{kind}.png")
