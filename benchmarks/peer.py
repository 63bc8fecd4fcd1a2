"""PyTorch's side of the benchmarks, driven line by line by mien-benchmark.

    version                 answers the name and version
    prepare KIND NUMBER...  makes the tensors of a row
    round SECONDS           times it that long, answers the milliseconds of the fastest run

Each row is prepared in both memory formats, contiguous and channels_last; the better one counts.
"""

import os
import sys
import time

os.environ["CUDA_VISIBLE_DEVICES"] = ""
import torch

LAYOUTS = (torch.contiguous_format, torch.channels_last)


def convolution(layout, batch, size, channels_in, channels_out, kernel, stride, padding, transposed):
    """A convolution layer with bias, forward and backward to input, weight and bias."""
    kind = torch.nn.ConvTranspose2d if transposed else torch.nn.Conv2d
    layer = kind(channels_in, channels_out, kernel, stride, padding).to(memory_format=layout)
    x = torch.randn(batch, channels_in, size, size).to(memory_format=layout).requires_grad_()
    leaves = [x, layer.weight, layer.bias]
    dy = torch.randn_like(layer(x))
    return lambda: torch.autograd.grad(layer(x), leaves, dy)


KINDS = {"convolution": convolution}


def fastest_run(work, budget, clock):
    fastest = float("inf")
    start = now = clock()
    while now - start < budget:
        work()
        end = clock()
        fastest = min(fastest, end - now)
        now = end
    return 1e3 * fastest


def main():
    torch.set_num_threads(int(sys.argv[1]))
    clock = {"wall": time.perf_counter, "processor": time.process_time}[sys.argv[2]]
    works = []
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "version":
            print("PyTorch", torch.__version__, flush=True)
        elif command == "prepare":
            works = [KINDS[arguments[0]](layout, *map(int, arguments[1:])) for layout in LAYOUTS]
            for work in works:
                work()
            print("ready", flush=True)
        elif command == "round":
            budget = float(arguments[0])
            print(min(fastest_run(work, budget, clock) for work in works), flush=True)


main()
