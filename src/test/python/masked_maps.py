"""Golden maps at a layer with negative activations that the target depends on, by torch's autograd in double precision, and masks of RISE by NumPy.

    python3 src/test/python/masked_maps.py

Writes src/test/resources/masked-maps.json. HiRes-CAM is the sum over units of g * A (Draelos & Carin 2020, equation 3), Layer-CAM that of
max(g, 0) * A (Jiang et al. 2021, equations 6 and 7), not cut off at zero. A mask is a grid enlarged bilinearly to one cell more than it has,
pixel centres at half integers, and cut out at a shift (Petsiuk et al. 2018, section 3.2).
"""
import json
from pathlib import Path

import numpy
import torch

import oracle
import tiny_nets

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
LAYER = "layer2.0.bn2"


def numbers(array):
    return [float("%.9g" % v) for v in numpy.asarray(array).flatten()]


def maps():
    golden = json.loads((RESOURCES / "golden" / "residual.json").read_text())
    net = tiny_nets.Residual()
    net.load_state_dict(torch.jit.load(str(RESOURCES / "nets" / "residual-scripted.pt")).state_dict())
    net.eval().double()
    kept = []
    module = dict(net.named_modules())[LAYER]
    module.register_forward_hook(lambda _, __, out: kept.append(out) or out.clone())
    score = net(oracle.formula(golden["input"]["shapes"][0]).double().requires_grad_())[0, golden["target"]]
    a = kept[0]
    g, = torch.autograd.grad(score, a)
    a, g = a[0].detach().numpy(), g[0].numpy()
    below = int(((a < 0) & (g != 0)).sum())
    assert below > 20
    return {"net": "residual", "layer": LAYER, "negative": below, "hires": numbers((g * a).sum(0)), "layercam": numbers((numpy.maximum(g, 0) * a).sum(0))}


def axis(cells, size):
    at = numpy.maximum(0, (numpy.arange(size) + 0.5) * cells / size - 0.5)
    low = at.astype(int)
    return low, numpy.minimum(low + 1, cells - 1), at - low


def mask(grid, dx, dy, width, height):
    cells = len(grid)
    wide, high = -(-width // cells), -(-height // cells)
    x0, x1, fx = axis(cells, (cells + 1) * wide)
    y0, y1, fy = axis(cells, (cells + 1) * high)
    rows = grid[y0] * (1 - fy)[:, None] + grid[y1] * fy[:, None]
    large = rows[:, x0] * (1 - fx) + rows[:, x1] * fx
    return large[dy:dy + height, dx:dx + width]


def masks():
    random = numpy.random.default_rng(5)
    found = []
    for cells, width, height, dx, dy in ((3, 10, 7, 2, 1), (7, 21, 30, 0, 4), (2, 5, 5, 1, 2)):
        grid = random.integers(0, 2, (cells, cells))
        found.append({"cells": cells, "width": width, "height": height, "dx": dx, "dy": dy, "grid": grid.flatten().tolist(),
                      "mask": numbers(mask(grid.astype(float), dx, dy, width, height))})
    return found


def main():
    result = {"source": "src/test/python/masked_maps.py", "torch": torch.__version__, "numpy": numpy.__version__, "maps": maps(), "masks": masks()}
    (RESOURCES / "masked-maps.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


main()
