"""Exports full-size networks of torchvision, traced, scripted and frozen, one after another, for the check that none is refused.

    python3 src/test/python/archive_sweep.py FOLDER [NAME …]

writes FOLDER/NAME-{traced,scripted,frozen}.pt (weights are random, nothing is downloaded; 7 GB for all). `mvn test
-Dtest=ArchiveSweepTest -Dfovea.archives=FOLDER` then reads, checks and rewrites them.
"""
import sys
import warnings
from pathlib import Path

import torch
from torchvision_models import models

SIZES = {"inception_v3": 299}
TRANSFORMS_INPUT = {"googlenet", "inception_v3"}


def exports(name):
    torch.manual_seed(0)
    options = {"init_weights": False} if name in TRANSFORMS_INPUT else {}
    model = models.get_model(name, weights=None, **options).eval()
    side = SIZES.get(name, 224)
    example = torch.rand(1, 3, side, side)
    scripted = torch.jit.script(model)
    yield "scripted", scripted
    yield "frozen", torch.jit.freeze(scripted)
    yield "traced", torch.jit.trace(model, example, check_trace=False)


def main(folder, *names):
    warnings.simplefilter("ignore")
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    for name in names or [m for m in models.list_models(module=models) if not m.startswith("raft")]:
        for kind, network in exports(name):
            network.save(str(target / f"{name}-{kind}.pt"))
            print(name, kind, flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
