"""What the rows of the benchmarks are in PyTorch: functions that make the tensors of a row and
return what is timed, in one of the ways PyTorch can be used."""

import pathlib
import sys
from dataclasses import dataclass
from functools import partial

import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tests/fixtures"))
from ifrp_networks import Discriminator, SrnC, SrnP
from ifrp_step import Ifrp
from peer_systems import SYSTEMS, vgg19
from unet_network import UNet

SIZE = 128


@dataclass(frozen=True)
class Way:
    """A memory format, a device and, with a mode, torch.compile; factors in bfloat16 or not."""

    name: str
    layout: torch.memory_format
    device: str = "cpu"
    mode: str | None = None
    autocast: bool = False

    def place(self, x):
        return x.to(device=self.device, memory_format=self.layout)

    def network(self, network):
        network = self.place(network)
        return torch.compile(network, mode=self.mode, dynamic=False) if self.mode else network

    def rounding(self):
        return torch.autocast(self.device, torch.bfloat16, enabled=self.autocast)

    def begin(self):
        if self.mode == "reduce-overhead":
            torch.compiler.cudagraph_mark_step_begin()


def convolution(way, batch, size, channels_in, channels_out, kernel, stride, padding, transposed,
                groups):
    """A convolution layer with bias, forward and backward to input, weight and bias."""
    kind = torch.nn.ConvTranspose2d if transposed else torch.nn.Conv2d
    layer = way.place(kind(channels_in, channels_out, kernel, stride, padding, groups=groups))
    x = way.place(torch.randn(batch, channels_in, size, size)).requires_grad_()
    leaves = [x, layer.weight, layer.bias]
    dy = torch.randn_like(layer(x))
    return lambda: torch.autograd.grad(layer(x), leaves, dy)


def host_images(batch):
    return 2 * torch.rand(batch, 3, SIZE, SIZE) - 1


def images(way, batch):
    return way.place(host_images(batch))


def recovery_system(srn, way):
    """IFRP without the margin rule: both networks learn in every step."""
    return Ifrp(*(way.network(n) for n in (srn(SIZE), Discriminator(SIZE), vgg19())), margin=0)


def ifrp_step(srn, way, batch):
    ifrp = recovery_system(srn, way)
    x, target = images(way, batch), images(way, batch)

    def step():
        way.begin()
        ifrp.step(x, target)

    return step


def fed_ifrp_step(srn, way, batch):
    """The same from pixels in pinned memory of the host, where a DataLoader would leave them."""
    ifrp = recovery_system(srn, way)
    shape = (batch, SIZE, SIZE, 3)
    pixels = [torch.randint(256, shape, dtype=torch.uint8).pin_memory() for _ in range(2)]

    def step():
        way.begin()
        there = (p.to(way.device, non_blocking=True).permute(0, 3, 1, 2) for p in pixels)
        ifrp.step(*(p.float() / 127.5 - 1 for p in there))

    return step


def unet_step(way, batch):
    network = way.network(UNet(SIZE))
    fused = way.device == "cuda"
    adam = torch.optim.Adam(network.parameters(), 2e-4, (0.5, 0.999), fused=fused)
    x, target = images(way, batch), images(way, batch)

    def step():
        way.begin()
        adam.zero_grad()
        F.l1_loss(network(x), target).backward()
        adam.step()

    return step


def inference(network, way, batch):
    network = way.network(network(SIZE).eval())
    x = images(way, batch)

    @torch.no_grad()
    def infer():
        way.begin()
        return network(x)

    return infer


def recovery(srn, way, batch):
    faces = inference(srn, way, batch)
    return lambda: faces().clamp(-1, 1)


def host_to_host(srn, way, batch):
    """Recovery of an image in the host's memory, pinned, to a face in the host's memory."""
    network = way.network(srn(SIZE).eval())
    image = host_images(batch).to(memory_format=way.layout)
    image = image.pin_memory() if way.device == "cuda" else image

    @torch.no_grad()
    def recover():
        way.begin()
        return network(image.to(way.device, non_blocking=True)).clamp(-1, 1).cpu()

    return recover


KINDS = {
    "convolution": convolution,
    "srn_p_step": partial(ifrp_step, SrnP),
    "srn_p_inference": partial(recovery, SrnP),
    "srn_c_step": partial(ifrp_step, SrnC),
    "srn_c_fed_step": partial(fed_ifrp_step, SrnC),
    "srn_c_inference": partial(recovery, SrnC),
    "srn_c_host": partial(host_to_host, SrnC),
    "unet_step": unet_step,
    "unet_inference": partial(inference, UNet),
} | SYSTEMS
# Compiling takes most of a minute for each: only where it is to be known.
COMPILED = {
    *("srn_c_step", "srn_c_fed_step", "srn_c_inference", "srn_c_host"),
    *("unet_step", "unet_inference"),
}
# Of these the memory of one way is all that a small machine has.
LARGE = {"isegan_step", "gfrnet_step", "scagan_step"}


def prepared(way, kind, *numbers):
    with way.rounding():
        work = KINDS[kind](way, *map(int, numbers))

    def rounded():
        with way.rounding():
            return work()

    return rounded if way.autocast else work
