"""What PyTorch says the weights of the tiny nets are, and a net that applies weights in unusual ways.

    python3 src/test/python/filters.py

Writes src/test/resources/filters/kernels.pt (traced) and src/test/resources/filters.json: for each weight of a state_dict its shape
[out, in / groups, ...], minimum, maximum, and the SHA-256 of its numbers as little-endian float32 in C order. Weights of transposed
convolutions, which PyTorch stores as [in, out / groups, ...], are rearranged by unit here.
"""
import hashlib
import json
from pathlib import Path

import oracle
import torch
from torch import nn
from torch.nn import functional

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
SCRIPTED = ["gap", "plain", "residual", "unet", "generator", "five-channels", "one-channel", "dashed", "attention", "loop", "squeeze-excitation",
            "shared", "volume"]


class Kernels(nn.Module):
    """Functional, grouped and transposed, one-dimensional, computed, and multiplied by hand."""

    def __init__(self):
        super().__init__()
        self.functional = nn.Parameter(torch.randn(4, 3, 3, 3))
        self.up = nn.ConvTranspose2d(4, 6, 3, stride=2, groups=2)
        self.same = nn.Conv2d(6, 4, 3, padding="same", dilation=2)
        self.normal = nn.utils.parametrizations.weight_norm(nn.Conv2d(4, 4, 3))
        self.line = nn.Conv1d(4, 5, 3)
        self.table = nn.Parameter(torch.randn(2, 5))

    def forward(self, x):
        x = functional.relu(functional.conv2d(x, self.functional))
        x = functional.relu(self.normal(self.same(self.up(x))))
        x = self.line(x.mean(3)).mean(2)
        return functional.linear(x, self.table)


def by_unit(weight, groups):
    grouped = weight.reshape(groups, weight.shape[0] // groups, *weight.shape[1:])
    return grouped.transpose(1, 2).reshape(-1, weight.shape[0] // groups, *weight.shape[2:])


def described(weight):
    weight = weight.detach().float().contiguous()
    return {"shape": list(weight.shape), "min": weight.min().item(), "max": weight.max().item(),
            "sha256": hashlib.sha256(weight.numpy().astype("<f4").tobytes()).hexdigest()}


def described_all(state, transposed):
    weights = {}
    for key, value in state.items():
        if value.dim() < 2 or not key.endswith("weight"):
            continue
        layer = key[:-len(".weight")]
        weights[layer] = described(by_unit(value, transposed[layer]) if layer in transposed else value)
    return weights


def main():
    nets = {}
    for name in SCRIPTED:
        model = torch.jit.load(str(RESOURCES / "nets" / (name + "-scripted.pt")))
        transposed = {path: module.groups for path, module in model.named_modules() if module.original_name.startswith("ConvTranspose")}
        nets[name] = described_all(model.state_dict(), transposed)
    torch.manual_seed(5)
    model = Kernels().eval()
    (RESOURCES / "filters").mkdir(exist_ok=True)
    oracle.save(torch.jit.trace(model, torch.randn(1, 3, 20, 18)), RESOURCES / "filters" / "kernels.pt")
    nets["kernels"] = described_all({"up.weight": model.up.weight, "same.weight": model.same.weight, "line.weight": model.line.weight,
                                     "/convolution_1.weight": model.functional, "output.weight": model.table}, {"up": 2})
    result = {"source": "src/test/python/filters.py", "torch": torch.__version__, "nets": nets}
    (RESOURCES / "filters.json").write_text(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    main()
