"""PyTorch's side of the benchmarks, driven line by line by mien-benchmark.

    version                 answers the name and version
    prepare KIND NUMBER...  makes the tensors of a row
    round SECONDS           times it that long, answers the milliseconds of the fastest run
    memory KIND NUMBER...   answers the megabytes that two runs add to a fresh process, at the peak

Each row is prepared in both memory formats, contiguous and channels_last; the better one counts.
"""

import multiprocessing
import os
import pathlib
import sys
import time
from functools import partial

os.environ["CUDA_VISIBLE_DEVICES"] = ""
import torch
import torch.nn.functional as F

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent / "tests/fixtures"))
from ifrp_networks import Discriminator, SrnC, SrnP, Vgg19
from ifrp_step import Ifrp
from unet_network import UNet

LAYOUTS = (torch.contiguous_format, torch.channels_last)
SIZE = 128


def convolution(layout, batch, size, channels_in, channels_out, kernel, stride, padding, transposed):
    """A convolution layer with bias, forward and backward to input, weight and bias."""
    kind = torch.nn.ConvTranspose2d if transposed else torch.nn.Conv2d
    layer = kind(channels_in, channels_out, kernel, stride, padding).to(memory_format=layout)
    x = torch.randn(batch, channels_in, size, size).to(memory_format=layout).requires_grad_()
    leaves = [x, layer.weight, layer.bias]
    dy = torch.randn_like(layer(x))
    return lambda: torch.autograd.grad(layer(x), leaves, dy)


def images(layout, batch):
    return (2 * torch.rand(batch, 3, SIZE, SIZE) - 1).to(memory_format=layout)


def vgg19():
    network = Vgg19()
    for convolution in network.features:
        if isinstance(convolution, torch.nn.Conv2d):
            torch.nn.init.kaiming_normal_(convolution.weight)
            torch.nn.init.zeros_(convolution.bias)
    return network


def ifrp_step(srn, layout, batch):
    """A training step of IFRP without the margin rule: both networks learn in every step."""
    networks = (n.to(memory_format=layout) for n in (srn(SIZE), Discriminator(SIZE), vgg19()))
    ifrp = Ifrp(*networks, margin=0)
    x, target = images(layout, batch), images(layout, batch)
    return lambda: ifrp.step(x, target)


def unet_step(layout, batch):
    network = UNet(SIZE).to(memory_format=layout)
    adam = torch.optim.Adam(network.parameters(), 2e-4, (0.5, 0.999))
    x, target = images(layout, batch), images(layout, batch)

    def step():
        adam.zero_grad()
        F.l1_loss(network(x), target).backward()
        adam.step()

    return step


def inference(network, layout, batch):
    network = network(SIZE).to(memory_format=layout).eval()
    x = images(layout, batch)
    return torch.no_grad()(lambda: network(x))


def recovery(srn, layout, batch):
    faces = inference(srn, layout, batch)
    return lambda: faces().clamp(-1, 1)


KINDS = {
    "convolution": convolution,
    "srn_p_step": partial(ifrp_step, SrnP),
    "srn_p_inference": partial(recovery, SrnP),
    "srn_c_step": partial(ifrp_step, SrnC),
    "srn_c_inference": partial(recovery, SrnC),
    "unet_step": unet_step,
    "unet_inference": partial(inference, UNet),
}


def prepared(layout, kind, *numbers):
    work = KINDS[kind](layout, *map(int, numbers))
    work()
    return work


def fastest_run(work, budget, clock):
    fastest = float("inf")
    start = now = clock()
    while now - start < budget:
        work()
        end = clock()
        fastest = min(fastest, end - now)
        now = end
    return 1e3 * fastest


def resident_megabytes(entry):
    status = pathlib.Path("/proc/self/status").read_text()
    return 1.024e-3 * int(status.split(entry + ":")[1].split()[0])


def added_memory(layout_index, row):
    torch.set_num_threads(int(sys.argv[1]))
    pathlib.Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
    before = resident_megabytes("VmRSS")
    prepared(LAYOUTS[layout_index], *row)()
    return resident_megabytes("VmHWM") - before


def in_fresh_processes(row):
    with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        return min(pool.starmap(added_memory, [(0, row), (1, row)], chunksize=1))


def main():
    torch.set_num_threads(int(sys.argv[1]))
    clock = {"wall": time.perf_counter, "processor": time.process_time}[sys.argv[2]]
    works = []
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "version":
            answer = f"PyTorch {torch.__version__}"
        elif command == "prepare":
            works = [prepared(layout, *arguments) for layout in LAYOUTS]
            answer = "ready"
        elif command == "round":
            answer = min(fastest_run(work, float(arguments[0]), clock) for work in works)
        elif command == "memory":
            answer = in_fresh_processes(arguments)
        print(answer, flush=True)


if __name__ == "__main__":
    main()
