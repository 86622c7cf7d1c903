"""Golden values for Check Map: Spearman's correlation and Sobel edges by SciPy, areas by scikit-learn, averaging by PyTorch.

    python3 src/test/python/map_check.py

Writes src/test/resources/map-check.json.
"""
import json
from pathlib import Path

import numpy
import scipy
import sklearn
import torch
from scipy.ndimage import sobel
from scipy.stats import spearmanr
from sklearn.metrics import auc

RESOURCES = Path(__file__).resolve().parents[1] / "resources"


def numbers(array):
    return [float("%.9g" % v) for v in numpy.asarray(array).flatten()]


def main():
    random = numpy.random.default_rng(3)
    pairs = []
    for n, levels in ((30, 0), (50, 4), (64, 2), (100, 9), (7, 3)):
        a = random.normal(size=n) if levels == 0 else random.integers(0, levels, n)
        b = a * 0.5 + random.normal(size=n) if levels == 0 else numpy.maximum(0, random.integers(-levels, levels, n))
        a, b = a.astype("float32"), b.astype("float32")
        pairs.append({"a": numbers(a), "b": numbers(b), "spearman": float(spearmanr(a, b).statistic)})
    curves = []
    for n in (1, 2, 5, 10):
        y = random.random(n + 1)
        curves.append({"scores": y.tolist(), "area": float(auc(numpy.linspace(0, 1, n + 1), y))})
    image = random.random((3, 11, 14)).astype("float32")
    edges = sum(numpy.hypot(sobel(c.astype("float64"), 0, mode="nearest"), sobel(c.astype("float64"), 1, mode="nearest")) for c in image)
    pooled = torch.nn.functional.adaptive_avg_pool2d(torch.tensor(edges)[None], (3, 4))[0]
    result = {"source": "src/test/python/map_check.py", "scipy": scipy.__version__, "scikit-learn": sklearn.__version__,
              "torch": torch.__version__, "pairs": pairs, "curves": curves, "shape": [1, 3, 11, 14], "image": numbers(image),
              "edges": numbers(edges), "reduced": numbers(pooled)}
    (RESOURCES / "map-check.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


main()
