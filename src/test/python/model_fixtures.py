"""Makes what the tests of org.fovea.model are held against; run it from the root of the repository:

    OMP_NUM_THREADS=1 python3 src/test/python/model_fixtures.py

It writes to src/test/resources/org/fovea/model:
- steps.yaml: pre- and postprocessing steps as bioimage.io descriptions write them, an input, and what numpy makes of it by the
  formulas of the specification (bioimageio.spec model.v0_4, model.v0_5) and its reference implementation (bioimageio.core proc_ops)
- arrays.yaml: .npy files of every kind that numpy writes, in base64, with the values they hold
- classifier.pt, segmenter.pt, fixed.pt, probabilities.pt, two-inputs.pt, generator.pt: tiny TorchScript networks
- classifier-input.npy, classifier-logits.npy, segmenter-input.npy, segmenter-scores.npy: what PyTorch makes of them
- state-dict.pth: weights without a network
"""

import base64
import io
import zipfile
from pathlib import Path

import numpy as np
import torch
import yaml
from torch import nn
from torch.nn import functional as F

OUT = Path("src/test/resources/org/fovea/model")
VERSIONS = f"numpy {np.__version__}, torch {torch.__version__}"
EPS = 1e-6


def normalise(x, axes, eps=EPS):
    x = x.astype(np.float64)
    return (x - x.mean(axis=axes, keepdims=True)) / (x.std(axis=axes, keepdims=True) + eps)


def scale_range(x, axes, low, high, eps=EPS):
    x = x.astype(np.float64)
    lower = np.quantile(x, low / 100, axis=axes, keepdims=True, method="linear")
    upper = np.quantile(x, high / 100, axis=axes, keepdims=True, method="linear")
    return (x - lower) / (upper - lower + eps)


def clip_percentiles(x, axes, low, high, method):
    x = x.astype(np.float64)
    lower = np.quantile(x, low / 100, axis=axes, keepdims=True, method=method)
    upper = np.quantile(x, high / 100, axis=axes, keepdims=True, method=method)
    return np.minimum(np.maximum(x, lower), upper)


def channels(values):
    return np.asarray(values, dtype=np.float64).reshape(1, -1, 1, 1)


def softmax(x, axis):
    e = np.exp(x.astype(np.float64) - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


def steps():
    x = np.random.default_rng(7).normal(90, 60, (2, 3, 4, 5)).astype(np.float32)
    small = (x / 60 - 1).astype(np.float32)
    cases = []

    def case(step, expected, values=x, old=False):
        cases.append(
            {
                "step": step,
                "format": "0.4.10" if old else "0.5.4",
                "input": "small" if values is small else "pixels",
                "expected": [float(v) for v in np.asarray(expected, dtype=np.float32).ravel()],
            }
        )

    def new(name, expected, values=x, **kwargs):
        case({"id": name, "kwargs": kwargs} if kwargs else {"id": name}, expected, values)

    def old(name, expected, values=x, **kwargs):
        case({"name": name, "kwargs": kwargs} if kwargs else {"name": name}, expected, values, old=True)

    new("ensure_dtype", x, dtype="float32")
    new("ensure_dtype", np.clip(np.trunc(x), 0, 255), dtype="uint8")
    new("ensure_dtype", np.trunc(x), dtype="int16")
    new("ensure_dtype", (x != 0), dtype="bool")
    new("scale_linear", x.astype(np.float64) * 0.5 + 3, gain=0.5, offset=3.0)
    new("scale_linear", x * channels([1, 2, 3]), axis="channel", gain=[1.0, 2.0, 3.0])
    new("scale_linear", x + channels([1, -2, 3]), axis="channel", offset=[1.0, -2.0, 3.0])
    new("scale_linear", x * np.arange(1, 6.0), axis="x", gain=[1.0, 2.0, 3.0, 4.0, 5.0])
    new("scale_range", scale_range(x, None, 0, 100))
    new("scale_range", scale_range(x, (2, 3), 5, 99.8), axes=["y", "x"], min_percentile=5.0, max_percentile=99.8)
    new("scale_range", scale_range(x, (0, 2, 3), 1, 90), axes=["batch", "y", "x"], min_percentile=1, max_percentile=90)
    new("scale_range", scale_range(x, (1, 2, 3), 3, 97, 0.05), axes=["channel", "y", "x"], min_percentile=3, max_percentile=97, eps=0.05)
    new("scale_range", scale_range(x, (1, 2, 3), 0, 100), axes=["channel", "y", "x"], reference_tensor="raw")
    new("zero_mean_unit_variance", normalise(x, None))
    new("zero_mean_unit_variance", normalise(x, (2, 3)), axes=["y", "x"])
    new("zero_mean_unit_variance", normalise(x, (0, 2, 3), 0.01), axes=["batch", "y", "x"], eps=0.01)
    new("fixed_zero_mean_unit_variance", (x - 103.5) / (13.7 + EPS), mean=103.5, std=13.7)
    new(
        "fixed_zero_mean_unit_variance",
        (x - channels([101.5, 102.5, 103.5])) / (channels([11.7, 0.0127, 13.7]) + EPS),
        axis="channel",
        mean=[101.5, 102.5, 103.5],
        std=[11.7, 0.0127, 13.7],
    )
    new("clip", np.clip(x, 20, 100), min=20.0, max=100.0)
    new("clip", np.maximum(x, 20), min=20.0)
    new("clip", clip_percentiles(x, (2, 3), 10, 85, "inverted_cdf"), axes=["y", "x"], min_percentile=10, max_percentile=85)
    new("clip", clip_percentiles(x, None, 10, 85, "linear"), min_percentile=10, max_percentile=85)
    new("binarize", x > 90, threshold=90.0)
    new("binarize", x > channels([10, 90, 150]), axis="channel", threshold=[10.0, 90.0, 150.0])
    new("sigmoid", 1 / (1 + np.exp(-small.astype(np.float64))), small)
    new("softmax", softmax(small, 1), small, axis="channel")
    new("softmax", softmax(small, 1), small)
    new("softmax", softmax(small, 3), small, axis="x")
    old("scale_linear", x.astype(np.float64) * 2 - 1, gain=2.0, offset=-1.0)
    old("scale_linear", x * channels([1, 2, 3]) + channels([0, 1, 2]), axes="yx", gain=[1.0, 2.0, 3.0], offset=[0.0, 1.0, 2.0])
    old("scale_range", scale_range(x, (1, 2, 3), 1, 99), axes="cyx", mode="per_sample", min_percentile=1, max_percentile=99)
    old("scale_range", scale_range(x, (2, 3), 1, 99), axes="yx", mode="per_sample", min_percentile=1, max_percentile=99)
    old("scale_range", scale_range(x, (0, 2, 3), 1, 99), axes="yx", mode="per_dataset", min_percentile=1, max_percentile=99)
    old("zero_mean_unit_variance", normalise(x, (1, 2, 3)), axes="cyx", mode="per_sample")
    old("zero_mean_unit_variance", normalise(x, (0, 1, 2, 3)), axes="cyx", mode="per_dataset")
    old("zero_mean_unit_variance", (x - 5.0) / (2.5 + EPS), axes="cyx", mode="fixed", mean=5.0, std=2.5)
    old("zero_mean_unit_variance", (x - channels([1, 2, 3])) / (channels([4, 5, 6]) + EPS), axes="yx", mean=[1.0, 2.0, 3.0], std=[4.0, 5.0, 6.0])
    old("clip", np.clip(x, 0, 80), min=0, max=80)
    old("binarize", x > 50, threshold=50)
    old("sigmoid", 1 / (1 + np.exp(-small.astype(np.float64))), small)
    document = {
        "made_by": f"src/test/python/model_fixtures.py with {VERSIONS}",
        "shape": list(x.shape),
        "pixels": [float(v) for v in x.ravel()],
        "small": [float(v) for v in small.ravel()],
        "cases": cases,
    }
    (OUT / "steps.yaml").write_text(yaml.safe_dump(document, sort_keys=False, width=150, default_flow_style=None))


def arrays():
    base = np.arange(6).reshape(2, 3)
    cases = []

    def case(name, array, version=None):
        file = io.BytesIO()
        np.lib.format.write_array(file, array, version=version)
        cases.append(
            {
                "name": name,
                "file": base64.b64encode(file.getvalue()).decode(),
                "shape": list(array.shape),
                "values": [float(v) for v in np.ascontiguousarray(array).astype(np.float64).ravel()],
            }
        )

    for dtype in ("<f4", "<f8", "<f2", "<i1", "<i2", "<i4", "<i8", "<u1", "<u2", "<u4", "<u8", ">f4", ">i2", ">f8"):
        scale = 40 if dtype[1] == "u" else 20
        case(dtype, (base * scale if dtype[1] in "iu" else base * 1.25 - 2).astype(dtype))
    case("negative", (base * -20).astype("<i2"))
    case("bool", base % 2 == 0)
    case("half specials", np.array([6e-8, 65504, -0.5, 1e-4], dtype="<f2"))
    case("large unsigned", np.array([2**64 - 1, 2**63, 5], dtype="<u8"))
    case("Fortran order", np.asfortranarray(np.arange(24, dtype="<f4").reshape(2, 3, 4)))
    case("scalar", np.array(4.5, dtype="<f4"))
    case("vector", np.arange(5, dtype="<f4"))
    case("empty", np.zeros((0, 3), dtype="<f4"))
    for version in ((1, 0), (2, 0), (3, 0)):
        case(f"version {version[0]}", base.astype("<f4"), version)
    document = {"made_by": f"src/test/python/model_fixtures.py with {VERSIONS}", "cases": cases}
    (OUT / "arrays.yaml").write_text(yaml.safe_dump(document, sort_keys=False, width=150, default_flow_style=None))


def save(network, name):
    """Without the debug records, which hold paths of the machine that made them."""
    file = io.BytesIO()
    torch.jit.save(network, file)
    with zipfile.ZipFile(file) as made, zipfile.ZipFile(OUT / name, "w") as kept:
        for entry in made.infolist():
            if not entry.filename.endswith(".debug_pkl"):
                kept.writestr(zipfile.ZipInfo(entry.filename), made.read(entry))


class Classifier(nn.Module):
    def __init__(self, channels=3, classes=4):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(channels, 6, 3, 2, 1), nn.ReLU(), nn.Conv2d(6, 8, 3, 1, 1), nn.ReLU())
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.head = nn.Linear(8, classes)

    def forward(self, x):
        return self.head(self.pool(self.features(x)).flatten(1))


class Segmenter(nn.Module):
    def __init__(self):
        super().__init__()
        self.down = nn.Conv2d(1, 6, 3, 2, 1)
        self.middle = nn.Conv2d(6, 6, 3, 2, 1)
        self.skip = nn.Conv2d(1, 6, 3, 1, 1)
        self.out = nn.Conv2d(6, 1, 1)

    def forward(self, x):
        low = F.relu(self.middle(F.relu(self.down(x))))
        up = F.interpolate(low, scale_factor=4.0, mode="nearest")
        return self.out(F.relu(self.skip(x)) + up)


class Fixed(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 4, 3, 2)
        self.head = nn.Linear(4 * 13 * 13, 10)

    def forward(self, image):
        return self.head(F.relu(self.conv(image)).flatten(1))


class Probabilities(nn.Module):
    def __init__(self):
        super().__init__()
        self.network = Classifier(3, 3)

    def forward(self, x):
        return torch.softmax(self.network(x), 1)


class TwoInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3)

    def forward(self, x, t):
        return self.conv(x).mean((2, 3)) + t


class Generator(nn.Module):
    def __init__(self):
        super().__init__()
        self.linear = nn.Linear(16, 4 * 4 * 4)
        self.out = nn.ConvTranspose2d(4, 3, 4, 2, 1)

    def forward(self, z):
        return torch.tanh(self.out(F.relu(self.linear(z).view(-1, 4, 4, 4))))


def networks():
    torch.manual_seed(3)
    torch.set_num_threads(1)
    with torch.no_grad():
        classifier = Classifier().eval()
        save(torch.jit.script(classifier), "classifier.pt")
        torch.save(classifier.state_dict(), OUT / "state-dict.pth")
        image = torch.randint(0, 256, (1, 3, 12, 10)).float()
        np.save(OUT / "classifier-input.npy", image.numpy())
        mean, deviation = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
        prepared = (image / 255 - mean.view(1, 3, 1, 1)) / deviation.view(1, 3, 1, 1)
        np.save(OUT / "classifier-logits.npy", classifier(prepared).numpy())
        segmenter = Segmenter().eval()
        save(torch.jit.trace(segmenter, torch.rand(1, 1, 16, 16)), "segmenter.pt")
        plane = torch.rand(1, 1, 16, 20) * 1000
        np.save(OUT / "segmenter-input.npy", plane.numpy())
        normal = torch.from_numpy(normalise(plane.numpy(), (1, 2, 3)).astype(np.float32))
        np.save(OUT / "segmenter-scores.npy", torch.sigmoid(segmenter(normal)).numpy())
        save(torch.jit.script(Fixed().eval()), "fixed.pt")
        save(torch.jit.trace(Probabilities().eval(), torch.rand(1, 3, 8, 8)), "probabilities.pt")
        save(torch.jit.script(TwoInputs().eval()), "two-inputs.pt")
        save(torch.jit.script(Generator().eval()), "generator.pt")


if __name__ == "__main__":
    OUT.mkdir(parents=True, exist_ok=True)
    steps()
    arrays()
    networks()
    print(VERSIONS)
