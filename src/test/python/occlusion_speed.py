"""Captum's Occlusion and Fovea's Occlusion Map beside each other: the same TorchScript weights, the same pixels, the same windows.

    mvn -q -Pbenchmark test-compile dependency:build-classpath -Dmdep.outputFile=target/benchmark.txt
    export CLASSES="target/test-classes:target/classes:$(cat target/benchmark.txt)"
    CAPTUM=<its source folder> python3 src/test/python/occlusion_speed.py ZOO/nets/resnet18-traced.pt [--threads 1] [--repeats 3]

Archives are written by export_zoo.py. Prints the fastest of the repetitions for every batch size of Captum, for Fovea when it runs the
whole network for every window, and for Fovea as it is; the ratio of Captum at its best batch size to Fovea as it is; and how far both maps
differ. Fails below 1.3 times Captum's speed, and where the maps differ by more than 1e-5 of the largest logit of the image. Both sides
include everything from the image to the map, but not the start of Python or Java nor the loading of the network.
"""
import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import oracle
import torch

UNIT = 7
LEAST_RATIO = 1.3
MOST_DIFFERENCE = 1e-5


def seconds(task):
    start = time.perf_counter()
    result = task()
    return time.perf_counter() - start, result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("archive", type=Path)
    parser.add_argument("--side", type=int, default=224)
    parser.add_argument("--window", type=int, default=32)
    parser.add_argument("--stride", type=int, default=16)
    parser.add_argument("--batches", type=int, nargs="+", default=[1, 2, 4, 8, 16, 32])
    parser.add_argument("--batch", type=int, default=0, help="of Fovea; 0 = what the command takes")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeats", type=int, default=3)
    options = parser.parse_args()
    oracle._import_captum()
    from captum.attr import Occlusion
    torch.set_num_threads(options.threads)
    pixels = np.random.default_rng(1).standard_normal((3, options.side, options.side)).astype("<f4")
    image = torch.from_numpy(pixels)[None]
    with tempfile.TemporaryDirectory() as folder:
        source, drawn = Path(folder, "pixels"), Path(folder, "map")
        pixels.tofile(source)
        arguments = [options.archive, source, options.side, options.window, options.stride, options.batch, options.repeats, drawn]
        lines = subprocess.run(["java", f"-Dai.djl.pytorch.num_threads={options.threads}", "-cp", os.environ["CLASSES"],
                                "org.fovea.attribution.OcclusionSpeed", *map(str, arguments)], check=True, stdout=subprocess.PIPE, text=True).stdout
        ours = np.fromfile(drawn, "<f4").reshape(options.side, options.side)
    print(next(line for line in lines.splitlines() if line.startswith("#")))
    fovea = {}
    for line in lines.splitlines():
        if line.count(";") == 2:
            way, batch, time_ = line.split(";")
            fovea[way] = min(fovea.get(way, np.inf), float(time_))
    net = torch.jit.load(options.archive).eval()
    with torch.no_grad():
        score = float(net(image)[0].abs().max())
    occlusion = Occlusion(net)
    captum, theirs = {}, None
    print(f"Captum on PyTorch {torch.__version__}, {torch.get_num_threads()} threads")
    for batch in options.batches:
        for _ in range(options.repeats):
            taken, map_ = seconds(lambda: occlusion.attribute(image, sliding_window_shapes=(3, options.window, options.window),
                                                              strides=(3, options.stride, options.stride), target=UNIT,
                                                              perturbations_per_eval=batch))
            captum[batch] = min(captum.get(batch, np.inf), taken)
        theirs = map_[0, 0].numpy()
        print(f"Captum, {batch} windows at once: {captum[batch]:.2f} s", flush=True)
    for way, taken in fovea.items():
        print(f"Fovea, {way}: {taken:.2f} s")
    best = min(captum.values())
    ratio = best / fovea["changes only"]
    print(f"Captum's best / Fovea: {ratio:.2f}")
    difference = np.abs(ours - theirs).max()
    print(f"largest difference of the maps: {difference / np.abs(theirs).max():.1e} of the largest value, {difference / score:.1e} of the largest logit")
    if not ratio >= LEAST_RATIO:
        sys.exit(f"Fovea is {ratio:.2f} times as fast as Captum, less than {LEAST_RATIO}.")
    if not difference <= MOST_DIFFERENCE * score:
        sys.exit(f"The maps differ by {difference / score:.1e} of the largest logit, more than {MOST_DIFFERENCE}.")


if __name__ == "__main__":
    main()
