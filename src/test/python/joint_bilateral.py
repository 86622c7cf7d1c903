"""Golden values for org.fovea.cam.JointBilateral: the formula of Kopf et al. 2007, equation 3, pixel by pixel in NumPy.

    python3 src/test/python/joint_bilateral.py > src/test/resources/org/fovea/cam/joint-bilateral.json

F(p) = sum_q f(q) exp(-|p' - q|^2 / 2) exp(-d^2 / (2 r^2)) / sum_q (the same without f) over the 5 x 5 positions q around the one nearest to p. p' is
the pixel's centre in steps of the lattice, d^2 the mean squared difference between the pixel's colour and the mean colour of q's
cell, divided by the mean variance of the channels. Cells that reach beyond the image are filled from the image padded symmetrically.
"""
import json
import math

import numpy as np


def coverage(image, centre, step):
    """The mean colour of a cell, each pixel weighted by its area inside the cell."""
    padded = np.pad(image, ((0, 0), (64, 64), (64, 64)), mode="symmetric")
    weights = []
    for c, s, n in zip(centre, step, padded.shape[1:]):
        low, high = c - s / 2 + 64, c + s / 2 + 64
        weights.append(np.array([max(0.0, min(high, i + 1) - max(low, i)) for i in range(n)]) / s)
    return np.einsum("chw,h,w->c", padded, *weights)


def upsample(maps, image, first, step, sigma):
    units, h, w = maps.shape
    channels, height, width = image.shape
    variance = np.mean([np.var(channel) for channel in image])
    colour = {(i, j): coverage(image, (first[0] + i * step[0], first[1] + j * step[1]), step) for i in range(h) for j in range(w)}
    result = np.zeros((units, height, width))
    for y in range(height):
        for x in range(width):
            v, u = (y + 0.5 - first[0]) / step[0], (x + 0.5 - first[1]) / step[1]
            row, column = min(max(math.floor(v + 0.5), 0), h - 1), min(max(math.floor(u + 0.5), 0), w - 1)
            total, weight = np.zeros(units), 0.0
            for i in range(row - 2, row + 3):
                for j in range(column - 2, column + 3):
                    if not (0 <= i < h and 0 <= j < w):
                        continue
                    d2 = np.mean((image[:, y, x] - colour[i, j]) ** 2) / variance
                    g = math.exp(-((v - i) ** 2 + (u - j) ** 2) / 2) * math.exp(-d2 / (2 * sigma * sigma))
                    total, weight = total + g * maps[:, i, j], weight + g
            result[:, y, x] = total / weight
    return result


def case(rng, units, size, channels, pixels, first, step, sigma, scale):
    maps = rng.normal(size=(units, *size)).astype(np.float32)
    image = (rng.normal(size=(channels, *pixels)) * scale + 3 * scale).astype(np.float32)
    result = upsample(maps.astype(float), image.astype(float), first, step, sigma)
    return {"maps": [units, *size], "image": [channels, *pixels], "first": first, "step": step, "range": sigma,
            "f": [float(v) for v in maps.flatten()], "I": [float(v) for v in image.flatten()],
            "F": [float("%.9g" % v) for v in result.flatten()]}


def main():
    rng = np.random.default_rng(7)
    cases = [case(rng, 2, (4, 5), 3, (16, 20), [2.0, 2.0], [4.0, 4.0], 1.0, 1.0),
             case(rng, 1, (3, 4), 1, (13, 17), [0.5, -1.5], [4.0, 5.0], 0.7, 20000.0),
             case(rng, 3, (5, 3), 4, (11, 12), [1.1, 2.0], [2.2, 4.0], 2.5, 0.01)]
    print(json.dumps({"source": "src/test/python/joint_bilateral.py", "numpy": np.__version__, "cases": cases}, separators=(",", ":")))


main()
