"""What the rows of the group "systems" are in PyTorch: a training step and inference of each
paper's system, with the networks and steps of tests/fixtures, which this library is compared with
number by number there. Imported by peer_rows, which finds those.

Each function is told the batch, the size of its images, and how many parameters this library's
networks have; others are an error.
"""

import torch
import torch.nn.functional as F
from afrp_networks import AttributeDiscriminator, Frn
from afrp_step import Afrp
from chan_networks import Chan
from chan_networks import Discriminator as ChanDiscriminator
from chan_step import ChanStep
from gfrnet_networks import Gfrnet, PatchGan
from gfrnet_step import GfrnetStep
from ifrp_networks import Discriminator, SrnP, Vgg19
from ifrp_step import Ifrp
from isegan_networks import DipGan, TwoEncoderUNet
from isegan_step import Isegan
from scagan_step import Scagan
from tann_networks import Discriminator as TannDiscriminator
from tann_networks import Tann

ATTRIBUTES, PARTS, LANDMARKS = 18, 8, 68


def start_features(network):
    for convolution in network.features:
        if isinstance(convolution, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(convolution.weight)
            torch.nn.init.zeros_(convolution.bias)
    return network.requires_grad_(False)


def vgg19():
    """Up to relu3_2, as the recovery systems have it."""
    return start_features(Vgg19())


class Vgg(torch.nn.Module):
    """The maps at the `taps`, counted from 1, of the convolutions of a VGG with `depths` of them in
    a stage. Takes images in [-1, 1] as x * scale + shift."""

    def __init__(self, depths, taps, scale, shift):
        super().__init__()
        widths, layers, self.taps = [3], [], []
        for stage, depth in enumerate(depths):
            layers += [torch.nn.MaxPool2d(2)] if stage else []
            for _ in range(depth):
                out = 64 << min(stage, 3)
                layers += [torch.nn.Conv2d(widths[-1], out, 3, padding=1), torch.nn.ReLU()]
                widths.append(out)
                self.taps += [len(layers)] if len(widths) - 1 in taps else []
        self.features = torch.nn.Sequential(*layers[: self.taps[-1]])
        for name, values in {"scale": scale, "shift": shift}.items():
            self.register_buffer(name, torch.tensor(values).view(3, 1, 1))

    def forward(self, x):
        x, maps = x * self.scale + self.shift, []
        for count, layer in enumerate(self.features, 1):
            x = layer(x)
            maps += [x] if count in self.taps else []
        return maps


def imagenet_pyramid():
    """relu1_1, relu3_4 and relu4_1 of VGG-19."""
    mean, deviation = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
    scale = [0.5 / d for d in deviation]
    shift = [(0.5 - m) / d for m, d in zip(mean, deviation)]
    return start_features(Vgg((2, 2, 4, 4), (1, 8, 9), scale, shift))


def face_features():
    """relu4_3 of VGG-16."""
    shift = [127.5 - m for m in (129.1863, 104.7624, 93.5940)]
    return start_features(Vgg((2, 2, 3, 3), (10,), [127.5] * 3, shift))


class Updates:
    """An Adam for each network, by name."""

    def __init__(self, **networks):
        self.optimizers = {
            name: torch.optim.Adam(n.parameters(), 2e-4, (0.5, 0.999), fused=True)
            for name, n in networks.items()
        }

    def __call__(self, name, loss):
        optimizer = self.optimizers[name]
        parameters = optimizer.param_groups[0]["params"]
        for parameter, gradient in zip(parameters, torch.autograd.grad(loss, parameters)):
            parameter.grad = gradient
        optimizer.step()
        optimizer.zero_grad()


def placed(way, parameters, *networks):
    count = sum(p.numel() for network in networks for p in network.parameters())
    if count != parameters:
        raise ValueError(f"PyTorch's networks have {count} parameters, this library's {parameters}")
    return [way.network(network) for network in networks]


def images(way, batch, size, count):
    """So many batches in [-1, 1]."""
    return [way.place(2 * torch.rand(batch, 3, size, size) - 1) for _ in range(count)]


def inference(recover, batch, size):
    @torch.no_grad()
    def infer():
        faces = recover()
        if faces.shape != (batch, 3, size, size):
            raise ValueError(f"PyTorch's faces are {faces.shape}")
        return faces

    return infer


def fdnn_step(way, batch, size, parameters):
    networks = SrnP(size, transformers=False), Discriminator(size)
    fdnn = Ifrp(*placed(way, parameters, *networks), margin=0)
    batch = images(way, batch, size, 2)
    return lambda: fdnn.step(*batch)


def fdnn_inference(way, batch, size, parameters):
    (srn,) = placed(way, parameters, SrnP(size, transformers=False).eval())
    (x,) = images(way, batch, size, 1)
    return inference(lambda: srn(x).clamp(-1, 1), batch, size)


def attributes_of(way, batch):
    return torch.randint(2, (batch, ATTRIBUTES), device=way.device).float()


def afrp_step(way, batch, size, parameters):
    networks = Frn(ATTRIBUTES, size=size), AttributeDiscriminator(ATTRIBUTES, size, dropout=True)
    afrp = Afrp(*placed(way, parameters, *networks), way.network(vgg19()), margin=0)
    told = attributes_of(way, batch)
    batch = [*images(way, batch, size, 2), told, 1 - told[: (batch + 1) // 2]]
    return lambda: afrp.step(*batch)


def afrp_inference(way, batch, size, parameters):
    (frn,) = placed(way, parameters, Frn(ATTRIBUTES, size=size).eval())
    (x,), attributes = images(way, batch, size, 1), attributes_of(way, batch)
    return inference(lambda: frn(x, attributes).clamp(-1, 1), batch, size)


def tiny(x):
    return F.avg_pool2d(x, 8)


class TannStep(Ifrp):
    """What this library's TannRecipe does, preset "paper"."""

    weights = {"pixel": 1, "adversarial": 1e-2, "identity": 6.15e-7, "triplet": 1e-4}

    def generate(self, x, *fields):
        return self.srn(tiny(x))[1]

    def judge_in_turn(self, x, target, *fields):
        half = (len(x) + 1) // 2
        with torch.no_grad():
            fake = self.generate(x[:half])
        return self.dn(torch.cat([target[:half], fake])), half

    def further_losses(self, x, positive, negative):
        a, p, n = self.srn.encode(tiny(torch.cat([x, positive, negative])))[-1].chunk(3)
        closer = ((a - p) ** 2).sum(1) - ((a - n) ** 2).sum(1)
        return {"triplet": F.relu(closer).mean()}


def tann_step(way, batch, size, parameters):
    networks = placed(way, parameters, Tann(skips=False), TannDiscriminator(dropout=True))
    tann = TannStep(*networks, way.network(vgg19()), margin=0)
    batch = images(way, batch, size, 4)
    return lambda: tann.step(*batch)


def tann_inference(way, batch, size, parameters):
    (tann,) = placed(way, parameters, Tann(skips=False).eval())
    (x,) = images(way, batch, size, 1)
    return inference(lambda: tann(tiny(x))[1].clamp(-1, 1), batch, size)


def isegan_networks(size, dropout):
    levels = size.bit_length() - 1
    discriminators = [PatchGan(4 + PARTS), PatchGan(PARTS), PatchGan(4 + PARTS, layers=1)]
    generators = DipGan(levels, 64, dropout=dropout), TwoEncoderUNet(levels, 64, 4, 2 * PARTS)
    return [*generators, *discriminators]


def parsing_of(way, batch, size):
    parts = torch.randint(PARTS, (batch, size, size))
    return way.place(F.one_hot(parts, PARTS).permute(0, 3, 1, 2).float().contiguous())


def grey(x):
    return x.mean(1, keepdim=True)


def isegan_step(way, batch, size, parameters):
    networks = placed(way, parameters, *isegan_networks(size, dropout=0.5))
    updates = Updates(**dict(zip(("dip", "se", "d_1", "d_par", "d_2"), networks)))
    isegan = Isegan(*networks, way.network(imagenet_pyramid()), updates)
    x, photo = images(way, batch, size, 2)
    p_s, p_p = (parsing_of(way, batch, size) for _ in range(2))
    return lambda: isegan.step(grey(x), p_s, photo, p_p)


# Of all that follow, norms use each image's own statistics in inference too: the networks stay
# in training mode and see one image at a time.


def isegan_inference(way, batch, size, parameters):
    isegan = Isegan(*placed(way, parameters, *isegan_networks(size, dropout=0)), None, None)
    (x,), p_s = images(way, batch, size, 1), parsing_of(way, batch, size)

    def recover():
        pairs = zip(grey(x).split(1), p_s.split(1))
        return torch.cat([isegan.stages(*pair)[2] for pair in pairs])

    return inference(recover, batch, size)


def scagan_networks(size):
    levels = size.bit_length() - 1
    generators = [TwoEncoderUNet(levels, 64, channels, PARTS) for channels in (1, 1 + 3)]
    return generators + [PatchGan(4 + PARTS, layers=1, padding=2) for _ in range(2)]


def scagan_step(way, batch, size, parameters):
    networks = placed(way, parameters, *scagan_networks(size))
    updates = Updates(**dict(zip(("first", "second", "d_1", "d_2"), networks)))
    scagan = Scagan(*networks, way.network(imagenet_pyramid()), updates)
    (x, photo), p_s = images(way, batch, size, 2), parsing_of(way, batch, size)
    return lambda: scagan.step(grey(x), p_s, photo)


def scagan_inference(way, batch, size, parameters):
    scagan = Scagan(*placed(way, parameters, *scagan_networks(size)), None, None)
    (x,), p_s = images(way, batch, size, 1), parsing_of(way, batch, size)

    def recover():
        pairs = zip(grey(x).split(1), p_s.split(1))
        return torch.cat([scagan.photos(*pair)[1] for pair in pairs])

    return inference(recover, batch, size)


def chan_networks(size):
    return Chan(size.bit_length() - 1, 64), ChanDiscriminator(64)


def chan_step(way, batch, size, parameters):
    networks = placed(way, parameters, *chan_networks(size))
    chan = ChanStep(*networks, Updates(**dict(zip(("chan", "d"), networks))))
    x, photo = images(way, batch, size, 2)
    return lambda: chan.step(grey(x), photo)


def chan_inference(way, batch, size, parameters):
    chan, _ = placed(way, parameters, *chan_networks(size))
    (x,) = images(way, batch, size, 1)
    return inference(lambda: torch.cat([chan(y) for y in grey(x).split(1)]), batch, size)


def gfrnet_networks(size):
    return Gfrnet(size.bit_length() - 1, 1), PatchGan(9), PatchGan(9)


def unit(x):
    return x * 0.5 + 0.5


def landmarks_of(way, batch, size):
    """Some, and two that span the middle of the image."""
    low, high = size // 4, size - size // 4 - 1
    points = low + (high - low) * torch.rand(batch, LANDMARKS, 2, device=way.device)
    points[:, 0], points[:, 1] = low, high
    return points


def gfrnet_step(way, batch, size, parameters):
    networks = placed(way, parameters, *gfrnet_networks(size))
    updates = Updates(**dict(zip(("gfrnet", "global", "local"), networks)))
    vgg = way.network(face_features())
    gfrnet = GfrnetStep(*networks, lambda x: vgg(x * 2 - 1)[0], updates)
    faces = images(way, batch, size, 3)
    points = [landmarks_of(way, batch, size) for _ in range(2)]
    return lambda: gfrnet.step(*map(unit, faces), *points)


def gfrnet_inference(way, batch, size, parameters):
    gfrnet, *_ = placed(way, parameters, *gfrnet_networks(size))
    x, guide = images(way, batch, size, 2)

    def recover():
        pairs = zip(unit(x).split(1), unit(guide).split(1))
        return torch.cat([gfrnet(*pair)[0] for pair in pairs]) * 2 - 1

    return inference(recover, batch, size)


SYSTEMS = {
    work.__name__: work
    for step_and_inference in (
        (fdnn_step, fdnn_inference),
        (afrp_step, afrp_inference),
        (tann_step, tann_inference),
        (isegan_step, isegan_inference),
        (gfrnet_step, gfrnet_inference),
        (scagan_step, scagan_inference),
        (chan_step, chan_inference),
    )
    for work in step_and_inference
}
