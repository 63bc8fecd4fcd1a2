"""A folder for each person with the face cut out, the most frontal photo first:

    python3 people.py FACES OUT

FACES holds celeba_aligned and celeba_identity; photos with glasses or hats and blurry ones are left
out where that is known. Each face goes to OUT/PERSON/NN_NAME.png, 128x128, eyes apart by 0.31 of the
side. The most frontal photo is the one that is most like its mirror image: the correlation of the
grey face, blurred a little, with itself mirrored. Light from one side counts against it, too. People
with a single photo are left out, and those whose best one is below LEAST. Needs Pillow.
"""

import sys
from collections import defaultdict
from pathlib import Path

from PIL import Image, ImageFilter, ImageOps

SIDE, EYES_APART, EYES_BELOW_TOP = 128, 0.31, 0.43
LEAST = 0.75
UNWANTED = ("Blurry", "Eyeglasses", "Wearing_Hat")


def cut(path, eyes):
    """The face; `eyes` are the x of both and the y, as parts of the image."""
    image = Image.open(path).convert("RGB")
    left, right, y = eyes[0] * image.width, eyes[1] * image.width, eyes[2] * image.height
    side = (right - left) / EYES_APART
    x0, y0 = (left + right - side) / 2, y - EYES_BELOW_TOP * side
    return image.resize((SIDE, SIDE), Image.BICUBIC, box=(x0, y0, x0 + side, y0 + side))


def likeness_to_mirror_image(face):
    inner = face.convert("L").crop((28, 24, 100, 120)).resize((30, 40), Image.BICUBIC)
    inner = inner.filter(ImageFilter.GaussianBlur(1))
    a, b = inner.tobytes(), ImageOps.mirror(inner).tobytes()
    mean = sum(a) / len(a)
    return (sum((p - mean) * (q - mean) for p, q in zip(a, b))
            / max(1, sum((p - mean) ** 2 for p in a)))


def unwanted(path):
    lines = path.read_text().splitlines()
    columns = [1 + lines[0].split().index(name) for name in UNWANTED]
    rows = (line.split() for line in lines[1:])
    return {row[0] for row in rows if any(row[column] == "1" for column in columns)}


def photos_of_people(faces):
    people = defaultdict(list)
    aligned, identity = faces / "celeba_aligned", faces / "celeba_identity"
    left_out = unwanted(aligned / "list_attr.txt")
    for line in (aligned / "identity.txt").read_text().splitlines():
        name, person = line.split()
        name = f"{int(Path(name).stem):06}.jpg"
        if name not in left_out:
            people[int(person)].append((aligned / "images" / name, (0.388, 0.607, 0.51)))
    for line in (identity / "index.tsv").read_text().splitlines()[1:]:
        name, person = line.split("\t")[:2]
        people[int(person)].append((identity / "images" / name, (0.376, 0.608, 0.433)))
    return {person: photos for person, photos in sorted(people.items()) if len(photos) > 1}


def main():
    faces, out = map(Path, sys.argv[1:])
    for person, photos in photos_of_people(faces).items():
        cut_out = [(cut(path, eyes), path.stem) for path, eyes in photos]
        ranked = sorted((-likeness_to_mirror_image(face), name, face) for face, name in cut_out)
        if -ranked[0][0] < LEAST:
            continue
        folder = out / f"{person:05}"
        folder.mkdir(parents=True, exist_ok=True)
        for i, (_, name, face) in enumerate(ranked):
            face.save(folder / f"{i:02}_{name}.png")


main()
