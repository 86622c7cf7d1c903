"""Golden value for the mean spectrum of pictures, by NumPy.

    python3 src/test/python/spectrum.py

Writes src/test/resources/spectrum.json: the mean over three pictures of the formula (oracle.formula, as Golden.formula in Java) of |rfft2|, along
brightness, R - B and R - 2G + B, each of length one and divided by how much natural photographs vary along it. Pictures are freed of their mean and
faded out by a Hann window; white noise has the same magnitudes with it and without.
"""
import json
from pathlib import Path

import numpy as np
from oracle import formula

AXES = np.array([[1, 1, 1], [1, 0, -1], [1, -2, 1]]) / np.sqrt([[3], [2], [6]]) / np.array([[1], [0.275], [0.133]])


def main():
    pictures = np.concatenate([formula((2, 3, 6, 9), 1).numpy(), formula((1, 3, 6, 9), 3).numpy()]).astype(float)
    separated = np.einsum('ac,nchw->nahw', AXES, pictures)
    window = np.outer(*(np.sin(np.pi * (np.arange(n) + 0.5) / n) ** 2 for n in separated.shape[2:]))
    centred = separated - np.average(separated.reshape(3, 3, -1), axis=2, weights=window.ravel())[..., None, None]
    spectrum = np.abs(np.fft.rfft2(centred * window)).mean(0) / np.sqrt((window ** 2).mean())
    result = {"source": "src/test/python/spectrum.py", "numpy": np.__version__, "spectrum": [float("%.9g" % v) for v in spectrum.flatten()]}
    (Path(__file__).resolve().parents[1] / "resources" / "spectrum.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
