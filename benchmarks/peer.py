"""PyTorch's side of the benchmarks, driven line by line by mien-benchmark.

    peer.py THREADS wall|processor cpu|cuda fp32|tf32|bf16 COMPILE_SECONDS

    version                 answers the name and version
    prepare KIND NUMBER...  makes the tensors of a row, in each way that PyTorch can be used;
                            answers {way: why it is missing}
    round SECONDS           times it that long in each way, answers {way: milliseconds}
    memory KIND NUMBER...   answers {peak, reserved}, megabytes, of the way that needs least

On the CPU the ways are the memory formats contiguous and channels_last, a time is the fastest run's,
and `peak` is by how much two runs raise the peak of resident memory in a fresh process. What is
peer_rows.LARGE is made anew for each round, in one way after the other.

On a card they are channels_last run eagerly, with cuDNN's own benchmark choosing its algorithms, and
compiled by torch.compile, with its CUDA graphs, for the rows of peer_rows.COMPILED. What fails or
takes more than 150 s to compile is missing, as is whatever is left when compiling took
COMPILE_SECONDS in all. bf16 is torch.autocast. A time is that of a run in the fastest of batches of
runs, as long as the card needs for them. Memory is that of PyTorch's allocator, less what it was
before the row: `peak` is handed out, where no graph is replayed, `reserved` taken from the card.
"""

import gc
import json
import multiprocessing
import os
import pathlib
import signal
import sys
import time
from collections import namedtuple

Options = namedtuple("Options", "threads clock device precision compile_seconds")
OPTIONS = Options(*sys.argv[1:])
if OPTIONS.device == "cpu":
    os.environ["CUDA_VISIBLE_DEVICES"] = ""

import torch
from peer_rows import COMPILED, LARGE, Way, prepared

CLOCKS = {"wall": time.perf_counter, "processor": time.process_time}
ON_CPU = [
    Way("contiguous", torch.contiguous_format),
    Way("channels_last", torch.channels_last),
]
COMPILE_MODE = "reduce-overhead"  # with CUDA graphs
LONGEST_COMPILATION = 150  # seconds, of one row in one way
BATCHES = 8  # of runs, in a round on a card


def set_up(options):
    torch.set_num_threads(int(options.threads))
    if options.device == "cuda":
        torch.backends.cudnn.benchmark = True
        torch.backends.cudnn.allow_tf32 = options.precision != "fp32"
        torch.backends.cuda.matmul.allow_tf32 = options.precision != "fp32"
        torch._dynamo.config.recompile_limit = 64  # beyond it nothing is compiled


def fastest_run(work, budget, clock):
    fastest = float("inf")
    start = now = clock()
    while now - start < budget:
        work()
        end = clock()
        fastest = min(fastest, end - now)
        now = end
    return 1e3 * fastest


class OutOfTime(BaseException):
    """Not an Exception: the compiler catches those."""


def stop(signal_number, frame):
    raise OutOfTime


class TimeLimit:
    """Raises OutOfTime in its block after so many seconds."""

    def __init__(self, seconds):
        self.seconds = seconds

    def __enter__(self):
        signal.signal(signal.SIGALRM, stop)
        signal.setitimer(signal.ITIMER_REAL, self.seconds)

    def __exit__(self, *_):
        signal.setitimer(signal.ITIMER_REAL, 0)


def resident_megabytes(entry):
    status = pathlib.Path("/proc/self/status").read_text()
    return 1.024e-3 * int(status.split(entry + ":")[1].split()[0])


def added_memory(way_index, row):
    set_up(OPTIONS)
    pathlib.Path("/proc/self/clear_refs").write_text("5")  # the peak starts anew
    before = resident_megabytes("VmRSS")
    work = prepared(ON_CPU[way_index], *row)
    work()
    work()
    return resident_megabytes("VmHWM") - before


class OnCpu:
    """The rows on the CPU."""

    def __init__(self, options):
        self.clock = CLOCKS[options.clock]

    def prepare(self, row):
        self.row = row
        self.works = {} if row[0] in LARGE else {way: self.settled(way) for way in ON_CPU}
        return {}

    def settled(self, way):
        work = prepared(way, *self.row)
        work()
        return work

    def round(self, budget):
        return {way.name: self.fastest_run(way, budget) for way in ON_CPU}

    def fastest_run(self, way, budget):
        return fastest_run(self.works.get(way) or self.settled(way), budget, self.clock)

    def memory(self, row):
        self.works = {}
        gc.collect()
        with multiprocessing.get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
            peaks = pool.starmap(added_memory, [(0, row), (1, row)], chunksize=1)
        return {"peak": min(peaks), "reserved": 0}


class OnCard:
    """The rows on a card."""

    def __init__(self, options):
        self.device = options.device
        self.autocast = options.precision == "bf16"
        self.left = float(options.compile_seconds)
        self.card = torch.cuda
        image = torch.ones(1, 4, 2, 2, device=self.device)
        torch.conv2d(image, image)
        image @ image  # now cuDNN and cuBLAS have what memory they take but once

    def prepare(self, row):
        self.works, self.peaks, self.reserved, missing = {}, [], [], {}
        gc.collect()
        torch._dynamo.reset()
        for way in self.ways(row[0]):
            start = time.perf_counter()
            try:
                self.add(way, row)
                seconds = time.perf_counter() - start
                print(f"{' '.join(row)}: {way.name} ready after {seconds:.0f} s", file=sys.stderr)
            except (OutOfTime, Exception) as why:
                missing[way.name] = (str(why) or "took too long").splitlines()[0]
        return missing

    def ways(self, kind):
        place = torch.channels_last, self.device
        ways = [Way("eager channels_last", *place, autocast=self.autocast)]
        if kind in COMPILED:
            ways.append(Way(f"compile {COMPILE_MODE}", *place, COMPILE_MODE, self.autocast))
        return ways

    def add(self, way, row):
        """Prepares a row in one way, and measures its memory once it has settled."""
        self.card.empty_cache()
        before = self.card.memory_allocated(), self.card.memory_reserved()
        work = self.compiled(way, row) if way.mode else self.settled(way, row)
        self.card.empty_cache()
        self.card.reset_peak_memory_stats()
        work()
        work()
        self.card.synchronize()
        self.works[way.name] = work
        if not way.mode:  # what graphs hold is not counted as handed out
            self.peaks.append(1e-6 * (self.card.max_memory_allocated() - before[0]))
        self.reserved.append(1e-6 * (self.card.max_memory_reserved() - before[1]))

    def settled(self, way, row):
        work = prepared(way, *row)
        for _ in range(3):  # algorithms are chosen, graphs recorded
            work()
        self.card.synchronize()
        return work

    def compiled(self, way, row):
        if self.left <= 0:
            raise TimeoutError("no time was left to compile")
        start = time.perf_counter()
        try:
            with TimeLimit(min(self.left, LONGEST_COMPILATION)):
                return self.settled(way, row)
        finally:
            self.left -= time.perf_counter() - start

    def round(self, budget):
        return {name: self.fastest_batch(work, budget) for name, work in self.works.items()}

    def fastest_batch(self, work, budget):
        """As fastest_batch of benchmarks/stopwatch.h."""
        runs = max(1, int(budget / BATCHES / self.seconds(work, 1)))
        fastest, end = float("inf"), time.perf_counter() + budget
        while time.perf_counter() < end:
            fastest = min(fastest, self.seconds(work, runs) / runs)
        return 1e3 * fastest

    def seconds(self, work, runs):
        start = time.perf_counter()
        for _ in range(runs):
            work()
        self.card.synchronize()
        return time.perf_counter() - start

    def memory(self, row):
        return {"peak": min(self.peaks, default=0), "reserved": min(self.reserved, default=0)}


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # whatever else is printed is no answer
    set_up(OPTIONS)
    side = OnCpu(OPTIONS) if OPTIONS.device == "cpu" else OnCard(OPTIONS)
    for line in sys.stdin:
        command, *arguments = line.split()
        if command == "version":
            answer = f"PyTorch {torch.__version__}"
        elif command == "prepare":
            answer = json.dumps(side.prepare(arguments))
        elif command == "round":
            answer = json.dumps(side.round(float(arguments[0])))
        elif command == "memory":
            answer = json.dumps(side.memory(arguments))
        print(answer, file=answers, flush=True)


if __name__ == "__main__":
    main()
