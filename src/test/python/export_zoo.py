"""torchvision's classifiers at full size, traced, scripted and frozen, with golden values; nothing of it is committed.

python3 src/test/python/export_zoo.py OUT [--only NAME …] [--each COMMAND] [--delete] [--forward]
writes OUT/nets/NAME-{traced,scripted,frozen}.pt and OUT/golden/NAME.{json,npy}, one network after another. COMMAND is run with the
network's name behind it once its files are there; --delete removes the archives afterwards (all together take about 5 GB);
--forward leaves out gradients. Weights are random with a fixed seed, normalisation statistics come from the inputs.

A PyTorch newer than the engine's writes operators that the engine does not know: up to PyTorch 2.13 against libtorch 2.7 that was
`aten::_upsample_lanczos2d_aa` alone, in the scripted `interpolate`, which none of these classifiers calls.
"""
import argparse
import math
import shlex
import subprocess
from collections import OrderedDict
from pathlib import Path

from oracle import enliven, export, record, sha256

import torch
from torchvision_models import models

SCRIPT = "src/test/python/export_zoo.py"
# name: side of the input
NETS = OrderedDict([
    ("resnet18", 224), ("resnet50", 224), ("vgg11", 224), ("vgg16", 224), ("squeezenet1_1", 224), ("mobilenet_v2", 224),
    ("mobilenet_v3_large", 224), ("densenet121", 224), ("googlenet", 224), ("inception_v3", 299), ("efficientnet_b0", 224),
    ("convnext_tiny", 224), ("shufflenet_v2_x1_0", 224), ("regnet_y_400mf", 224), ("mnasnet1_0", 224), ("vit_b_16", 224), ("swin_t", 224),
    ("alexnet", 224)])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("out", type=Path)
    parser.add_argument("--only", nargs="+", default=list(NETS), choices=list(NETS))
    parser.add_argument("--each", default="")
    parser.add_argument("--delete", action="store_true")
    parser.add_argument("--forward", action="store_true")
    options = parser.parse_args()
    for number, (name, side) in enumerate(NETS.items()):
        if name not in options.only:
            continue
        torch.manual_seed(3000 + number)
        shapes = [(1, 3, side, side)]
        extra = dict(init_weights=False) if name in ("googlenet", "inception_v3") else {}
        net = enliven(getattr(models, name)(weights=None, **extra), shapes, rounds=4)
        recorder = record(name, net, shapes, SCRIPT, options.out / "golden", samples=64, map_samples=4096, backward=not options.forward,
                          agreement=math.inf)
        for p in net.parameters():
            p.requires_grad_(True)
        sizes = export(name, net, shapes, options.out / "nets")
        archives = {form: options.out / "nets" / f"{name}-{form}.pt" for form in sizes}
        recorder.document["rounding"] = recorder.worst
        recorder.document["archives"] = {form: {"bytes": sizes[form], "sha256": sha256(path)} for form, path in archives.items()}
        recorder.write(options.out / "golden")
        document = recorder.document
        print(f"{name:20s} {dict(sizes)} relu {document['rectifiers']} relu6 {document['relu6']} layers {len(document['layers'])} "
              f"rounding {recorder.worst:.1e} max {document['outputs']['output']['max']:.3g}", flush=True)
        if options.each:
            subprocess.run(shlex.split(options.each) + [name], check=True)
        if options.delete:
            for path in archives.values():
                path.unlink()


if __name__ == "__main__":
    main()
