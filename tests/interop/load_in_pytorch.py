"""Loads an SRN-C or SRN-P that mien-train wrote into PyTorch and compares what both make of pictures.

  mien-train ifrp ... --out RUN
  mien-recover --model RUN/weights.safetensors --out FACES PICTURES
  python tests/interop/load_in_pytorch.py RUN/weights.safetensors PICTURES FACES

PICTURES and FACES are folders of PNGs of the same names, PICTURES of the network's size so that
nothing is resized. Exits with 1 if any value of a face differs by more than one level of 255.
Needs torch, safetensors, numpy and Pillow.
"""

import argparse
import pathlib
import sys

import numpy
import torch
from PIL import Image
from safetensors.torch import load_file

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "fixtures"))
from ifrp_networks import Discriminator, SrnC, SrnP  # noqa: E402


def load(network, file, prefix):
    """Strict but for PyTorch's step counters of batch norm, which the file does not have."""
    state = {k.removeprefix(prefix): v for k, v in file.items() if k.startswith(prefix)}
    missing, unexpected = network.load_state_dict(state, strict=False)
    missing = [k for k in missing if not k.endswith("num_batches_tracked")]
    assert not missing and not unexpected, (missing, unexpected)
    print(f"{prefix} {len(state)} tensors, {sum(v.numel() for v in state.values())} values")
    return network.eval()


def levels(path):
    return torch.tensor(numpy.asarray(Image.open(path).convert("RGB"))).permute(2, 0, 1)


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("weights", "pictures", "faces"):
        parser.add_argument(name, type=pathlib.Path)
    arguments = parser.parse_args()

    file = load_file(arguments.weights)
    divisor = 16 // file["srn.encoder.e1.conv.weight"].shape[0]
    names = sorted(path.name for path in arguments.pictures.glob("*.png"))
    size = levels(arguments.pictures / names[0]).shape[1]
    network = SrnC if "srn.d8.weight" in file else SrnP
    srn = load(network(size, divisor), file, "srn.")
    if any(key.startswith("dn.") for key in file):
        load(Discriminator(size, divisor), file, "dn.")

    worst = 0
    for name in names:
        y = srn(levels(arguments.pictures / name)[None].float() / 127.5 - 1)[0].clamp(-1, 1)
        theirs = levels(arguments.faces / name).float()
        ours = (y + 1) * 127.5
        apart = (ours.round() - theirs).abs()
        worst = max(worst, apart.max().item())
        print(f"{name}: {int((apart > 0).sum())} of {apart.numel()} values differ, "
              f"by {apart.max():.0f} of 255 at most; {(ours - theirs).abs().max():.4f} unrounded")
    return int(worst > 1)


if __name__ == "__main__":
    sys.exit(main())
