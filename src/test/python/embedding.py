"""Golden values for org.fovea.embedding from scikit-learn, umap-learn and openTSNE.

    python3 embedding.py sklearn   writes the data sets and what scikit-learn makes of them
    python3 embedding.py others    adds what umap-learn and openTSNE make of the same data (may be another Python)

Results go to ../resources/embedding: NPZ files of little-endian 32-bit floats, and versions.json.
"""

import json
import platform
import sys
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "embedding"


def write(name, arrays, **versions):
    FOLDER.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(FOLDER / f"{name}.npz", **{key: np.ascontiguousarray(np.atleast_1d(value), "<f4") for key, value in arrays.items()})
    path = FOLDER / "versions.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    known[name] = dict(source="src/test/python/embedding.py", python=platform.python_version(), numpy=np.__version__, **versions)
    path.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")


def clusters():
    """600 rows of 20 columns in 5 classes of different size and shape, one of them in two parts; far from the origin in some columns."""
    rng = np.random.default_rng(11)
    sizes = [200, 150, 120, 80, 50]
    rows, labels = [], []
    for number, size in enumerate(sizes):
        axes = rng.normal(size=(4, 20))
        center = 3 * rng.normal(size=20) + 10 * (np.arange(20) % 5 == 0)
        part = center + rng.normal(size=(size, 4)) @ axes + 0.4 * rng.normal(size=(size, 20))
        if number == 0:
            part[: size // 2] += 4 * rng.normal(size=20)
        rows.append(part)
        labels += [number] * size
    order = rng.permutation(len(labels))
    return np.concatenate(rows)[order].astype("<f4"), np.array(labels)[order]


def mixture():
    """1000 rows of 7 columns that mix a sine, a square wave, a sawtooth and Laplacian noise, with a little noise on top."""
    rng = np.random.default_rng(5)
    time = np.linspace(0, 8, 1000)
    sources = np.stack([np.sin(2 * time), np.sign(np.sin(3 * time)), (time % 1) - 0.5, rng.laplace(size=1000)], 1)
    sources = (sources - sources.mean(0)) / sources.std(0)
    data = sources @ rng.normal(size=(4, 7)) + 0.01 * rng.normal(size=(1000, 7)) + np.arange(7)
    return data.astype("<f4"), sources


def with_sklearn():
    import sklearn
    from sklearn.decomposition import PCA, FastICA
    from sklearn.discriminant_analysis import LinearDiscriminantAnalysis
    from sklearn.manifold import TSNE, trustworthiness
    from sklearn.manifold import _t_sne
    from sklearn.metrics import pairwise_distances
    from sklearn.neighbors import KNeighborsClassifier, NearestNeighbors
    from sklearn.model_selection import LeaveOneOut, cross_val_score

    data, labels = clusters()
    mixed, sources = mixture()
    double = data.astype(float)
    out = dict(data=data, labels=labels, mixed=mixed, sources=sources)

    pca = PCA(5, svd_solver="full").fit(double)
    out.update(pca_scores=pca.transform(double), pca_components=pca.components_, pca_variances=pca.explained_variance_,
               pca_ratios=pca.explained_variance_ratio_)
    wide = double[:30].reshape(15, 40)
    few = PCA(5, svd_solver="full").fit(wide)
    out.update(wide=wide, wide_scores=few.transform(wide), wide_components=few.components_, wide_variances=few.explained_variance_)

    lda = LinearDiscriminantAnalysis(solver="eigen", shrinkage="auto").fit(double, labels)
    out.update(lda_scores=lda.transform(double), lda_ratios=lda.explained_variance_ratio_)
    small = np.concatenate([np.flatnonzero(labels == number)[:8] for number in range(5)])
    lda = LinearDiscriminantAnalysis(solver="eigen", shrinkage="auto").fit(double[small], labels[small])
    out.update(small=small, small_lda_scores=lda.transform(double[small]), small_lda_ratios=lda.explained_variance_ratio_)

    ica = FastICA(4, whiten="unit-variance", tol=1e-12, max_iter=2000, random_state=0).fit(mixed.astype(float))
    out.update(ica_sources=ica.transform(mixed.astype(float)), ica_mixing=ica.mixing_.T)

    for metric in "euclidean", "cosine":
        distances, indices = NearestNeighbors(n_neighbors=10, metric=metric, algorithm="brute").fit(double).kneighbors()
        out[f"{metric}_distances"], out[f"{metric}_indices"] = distances, indices
    out["vote"] = cross_val_score(KNeighborsClassifier(1), double, labels, cv=LeaveOneOut()).mean()

    squared = pairwise_distances(double, metric="sqeuclidean").astype(np.float32)
    neighbors = NearestNeighbors(n_neighbors=90).fit(double).kneighbors_graph(mode="distance")
    neighbors.data **= 2
    joint = _t_sne._joint_probabilities_nn(neighbors, 30, 0)
    out["joint"] = joint.toarray()
    rng = np.random.default_rng(3)
    place = PCA(2).fit_transform(double) * 2 + rng.normal(size=(600, 2))
    out["place"] = place.astype("<f4")
    place = out["place"].astype(float)
    q = 1 / (1 + pairwise_distances(place, metric="sqeuclidean"))
    np.fill_diagonal(q, 0)
    p = out["joint"].astype("<f4").astype(float)
    out["exact_normalization"] = q.sum()
    inside = p > 0
    out["exact_divergence"] = (p[inside] * np.log(p[inside] / (q / q.sum())[inside])).sum()
    force = (p - q / q.sum()) * q
    out["exact_gradient"] = force.sum(1)[:, None] * place - force @ place

    maps = dict(pca=pca.transform(double)[:, :2], random=rng.normal(size=(600, 2)))
    tsne = TSNE(2, perplexity=30, init="pca", random_state=0, max_iter=750).fit(double)
    maps["tsne"] = tsne.embedding_
    out["tsne_divergence"] = tsne.kl_divergence_
    for name, points in maps.items():
        points = points.astype("<f4")
        out[f"{name}_map"] = points
        out[f"{name}_trust"] = [trustworthiness(double, points, n_neighbors=k) for k in (5, 15)]
    out["cosine_trust"] = [trustworthiness(double, maps["tsne"].astype("<f4"), n_neighbors=k, metric="cosine") for k in (5, 15)]
    write("scikit-learn", out, **{"scikit-learn": sklearn.__version__})


def with_others():
    import openTSNE
    import umap
    from sklearn.manifold import trustworthiness
    from sklearn.neighbors import NearestNeighbors

    data, _ = clusters()
    out = {}
    for metric in "euclidean", "cosine":
        distances, indices = NearestNeighbors(n_neighbors=14, metric=metric, algorithm="brute").fit(data.astype(float)).kneighbors()
        indices = np.concatenate([np.arange(len(data))[:, None], indices], 1)
        distances = np.concatenate([np.zeros((len(data), 1)), distances], 1).astype(np.float32)
        graph, _, _ = umap.umap_.fuzzy_simplicial_set(data, 15, np.random.RandomState(0), metric, knn_indices=indices, knn_dists=distances)
        out[f"{metric}_graph"] = graph.toarray()
    curves = [(0.1, 1.0), (0.0, 1.0), (0.001, 1.0), (0.5, 1.0), (0.99, 1.0), (0.1, 2.0), (1.0, 3.0)]
    out["curves"] = [[m, s, *umap.umap_.find_ab_params(s, m)] for m, s in curves]
    runs = [umap.UMAP(random_state=seed, n_neighbors=15).fit_transform(data) for seed in range(3)]
    out["umap_trust"] = [np.mean([trustworthiness(data, points, n_neighbors=k) for points in runs]) for k in (5, 15)]
    tsne = openTSNE.TSNE(perplexity=30, random_state=0).fit(data)
    out["opentsne_trust"] = [trustworthiness(data, np.asarray(tsne), n_neighbors=k) for k in (5, 15)]
    out["opentsne_divergence"] = tsne.kl_divergence
    write("others", out, openTSNE=openTSNE.__version__, **{"umap-learn": umap.__version__})


if __name__ == "__main__":
    {"sklearn": with_sklearn, "others": with_others}[sys.argv[1]]()
