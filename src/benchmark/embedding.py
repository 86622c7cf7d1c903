"""Times PCA, LDA, FastICA and t-SNE of scikit-learn beside those of Fovea, on the same data in one run.

    mvn -q -Pbenchmark test-compile dependency:build-classpath -Dmdep.outputFile=target/benchmark.txt
    python3 src/benchmark/embedding.py [rows columns]

Run from the root of the project. Each time is the least of several runs, after the first run of each; t-SNE runs once.
"""

import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import sklearn
from sklearn.decomposition import PCA, FastICA
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
from sklearn.manifold import TSNE, trustworthiness

FOLDER = Path("target/benchmark-embedding")
REPEATS = 5
CLASSES = 10


def make(rows, columns):
    """Ten classes, each a cloud in 12 directions of its own with a little noise in all."""
    rng = np.random.default_rng(0)
    labels = rng.integers(0, CLASSES, rows)
    data = np.zeros((rows, columns), np.float32)
    for number in range(CLASSES):
        own = labels == number
        axes = rng.normal(size=(12, columns)) / np.sqrt(12)
        data[own] = 1.2 * rng.normal(size=columns) + 1.5 * rng.normal(size=(own.sum(), 12)) @ axes + 0.5 * rng.normal(size=(own.sum(), columns))
    return data, labels


def least(run, repeats):
    times = []
    for _ in range(repeats):
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return min(times[1:] or times)


def main(rows=10000, columns=256):
    data, labels = make(rows, columns)
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.save(FOLDER / "data.npy", data)
    np.save(FOLDER / "labels.npy", labels.astype("<f4"))
    theirs = {}
    theirs["PCA, 2 components"] = least(lambda: PCA(2).fit_transform(data), REPEATS)
    theirs["PCA, 50 components"] = least(lambda: PCA(50).fit_transform(data), REPEATS)
    exact = data.astype(np.float64)
    for count in (2, 50):
        theirs[f"PCA, {count} components, in double precision as Fovea computes"] = least(lambda: PCA(count).fit_transform(exact), REPEATS)
    theirs["LDA, 9 components"] = least(lambda: LinearDiscriminantAnalysis(solver="eigen", shrinkage="auto").fit(data, labels).transform(data), REPEATS)
    theirs["FastICA, 16 components"] = least(lambda: FastICA(16, whiten="unit-variance", random_state=0).fit_transform(data), REPEATS)
    maps = {}
    theirs["t-SNE, 750 steps"] = least(lambda: maps.update(sklearn=TSNE(2, perplexity=30, init="pca", max_iter=750, n_jobs=-1, random_state=0).fit_transform(data)), 1)
    classes = os.pathsep.join(["target/test-classes", "target/classes", Path("target/benchmark.txt").read_text()])
    output = subprocess.run(["java", "-cp", classes, "org.fovea.embedding.EmbeddingBenchmark", str(FOLDER), str(columns)], capture_output=True, text=True, check=True).stdout
    ours = dict(line.split("\t") for line in output.splitlines() if "\t" in line)
    maps["Fovea"] = np.fromfile(FOLDER / "t-sne.bin", "<f4").reshape(rows, 2)
    maps["Fovea, UMAP"] = np.fromfile(FOLDER / "umap.bin", "<f4").reshape(rows, 2)
    print(f"{rows} x {columns}, scikit-learn {sklearn.__version__}, {os.cpu_count()} cores")
    for name, seconds in theirs.items():
        own = float(ours[name.split(", in double")[0]])
        print(f"| {name} | {1000 * seconds:.0f} | {1000 * own:.0f} | {seconds / own:.1f} |")
    for name in ours.keys() - theirs.keys():
        print(f"| {name} | | {1000 * float(ours[name]):.0f} | |")
    for name, points in maps.items():
        print(f"trustworthiness (k = 5) of {name}: {trustworthiness(data, points, n_neighbors=5):.4f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
