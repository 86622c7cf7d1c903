"""Writes the small files that the tests of the archive reader read.

    python3 src/test/python/archive_fixtures.py

writes src/test/resources/torchscript: TorchScript archives of every saved kind of value and number format, and what people take for
TorchScript archives. Made with torch 2.13.0; all are a few kB.
"""
import enum
import re
import sys
import zipfile
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
import torch.nn as nn

sys.path.insert(0, "models/blood-cells")
from stripped import strip

TARGET = Path("src/test/resources/torchscript")


class Colour(enum.Enum):
    RED = 1
    BLUE = 2


class Point(NamedTuple):
    x: int
    y: float


class Formats(nn.Module):
    """Each buffer holds 0, 1, … 5 in its own format, each parameter is another view of 0, 1, … 11."""

    def __init__(self):
        super().__init__()
        for dtype in (torch.float64, torch.float32, torch.float16, torch.bfloat16, torch.int8, torch.uint8, torch.int16, torch.int32,
                      torch.int64, torch.bool, torch.complex64):
            self.register_buffer("as_" + str(dtype).replace("torch.", ""), torch.arange(6).to(dtype).reshape(2, 3))
        self.register_buffer("halves", torch.tensor([1.5, -0.25, 65504.0, 2.0 ** -24, float("inf"), float("nan"), -0.0]).half())
        numbers = torch.arange(12.0).reshape(3, 4)
        self.register_buffer("whole", numbers)
        self.register_buffer("transposed", numbers.t())
        self.register_buffer("column", numbers[:, 1])
        self.register_buffer("every_other", numbers[1, ::2])
        self.register_buffer("repeated", torch.tensor([7.0]).expand(2, 3))
        self.register_buffer("empty", torch.zeros(0, 3))
        self.register_buffer("scalar", torch.tensor(2.5))

    def forward(self, x):
        return x + self.whole.sum()


class Values(nn.Module):
    ints: List[int]
    doubles: List[float]
    flags: List[bool]
    texts: List[str]
    tensors: List[torch.Tensor]
    table: Dict[str, List[int]]
    pair: Tuple[int, str]
    point: Point
    nothing: Optional[int]

    def __init__(self):
        super().__init__()
        self.ints = [1, -1, 300, 70000, 2 ** 40]
        self.doubles = [0.5, -1e300]
        self.flags = [True, False]
        self.texts = ["Zelle", "Nährmedium", "細胞"]
        self.tensors = [torch.ones(2), torch.zeros(1)]
        self.table = {"a": [1, 2], "b": []}
        self.pair = (3, "three")
        self.point = Point(1, 2.5)
        self.nothing = None
        self.device = torch.device("cpu")
        self.first = nn.Linear(2, 2)
        self.same = self.first
        self.register_module("0-dash", nn.ReLU())

    def forward(self, x):
        return self.same(self.first(x)) * self.ints[0]


class Stateful(nn.Module):
    """Its state is a tuple that only its own code understands."""

    def __init__(self):
        super().__init__()
        self.weight = torch.ones(2)

    @torch.jit.export
    def __getstate__(self) -> Tuple[torch.Tensor, bool]:
        return self.weight, self.training

    @torch.jit.export
    def __setstate__(self, state: Tuple[torch.Tensor, bool]):
        self.weight = state[0]
        self.training = state[1]

    def forward(self, x):
        return x * self.weight


class Choice(nn.Module):
    def __init__(self, colour: Colour):
        super().__init__()
        self.colour = colour

    def forward(self, x):
        if self.colour == Colour.RED:
            return x
        return -x


class Small(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(1, 2, 3)
        self.head = nn.Linear(2, 2)

    def forward(self, x):
        return self.head(torch.relu(self.conv(x)).mean((2, 3)))


def without_paths(archive):
    """Exported programs tell where the source stood on the machine that wrote them; nobody needs that here."""
    with zipfile.ZipFile(archive) as source:
        entries = [(info.filename, source.read(info)) for info in source.infolist()]
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_STORED) as target:
        for name, content in entries:
            content = re.sub(rb'File \\\\?"[^"]*"', b'File \\\\"source.py\\\\"', content) if name.endswith(".json") else content
            target.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)


def save(module, name, **extra):
    """As torch.jit.save does, without the records of where the code lay."""
    whole = TARGET / f"{name}.tmp"
    module.save(whole, **extra)
    strip(whole, TARGET / f"{name}.pt", name)
    whole.unlink()


def main():
    torch.manual_seed(0)
    TARGET.mkdir(parents=True, exist_ok=True)
    small = Small().eval()
    save(torch.jit.script(small), "small", _extra_files={"labels.txt": "cell\nbackground\n"})
    save(torch.jit.freeze(torch.jit.script(small)), "small-frozen")
    save(torch.jit.script(Formats().eval()), "formats")
    save(torch.jit.script(Values().eval()), "values")
    save(torch.jit.script(Stateful().eval()), "stateful")
    save(torch.jit.script(Choice(Colour.BLUE).eval()), "choice")
    torch.save(small.state_dict(), TARGET / "weights.pth")
    torch.save({"epoch": 3, "model": small.state_dict()}, TARGET / "checkpoint.pth")
    torch.save(small.state_dict(), TARGET / "weights-old.pth", _use_new_zipfile_serialization=False)
    torch.save(small, TARGET / "whole.pth")
    torch.export.save(torch.export.export(small, (torch.rand(1, 1, 8, 8),)), TARGET / "exported.pt2")
    without_paths(TARGET / "exported.pt2")


if __name__ == "__main__":
    main()
