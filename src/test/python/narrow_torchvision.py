"""torchvision's classifiers with few channels and few blocks, exported with their golden values.

Run from the project's root:  python3 src/test/python/narrow_torchvision.py [NAME …]
writes src/test/resources/nets/NAME-{traced,scripted,frozen}.pt and src/test/resources/golden/NAME.{json,npy}.
Captum's source folder may be given in the environment variable CAPTUM.
"""
import contextlib
import sys
from collections import OrderedDict
from pathlib import Path

from oracle import Unstable, enliven, export, record

import torch
import torch.nn as nn
from torchvision_models import models
from torchvision.models.googlenet import Inception

ROOT = Path("src/test/resources")
SCRIPT = "src/test/python/narrow_torchvision.py"
CLASSES = 10


@contextlib.contextmanager
def narrow(by):
    """Divides the channels of every layer made inside, except three-channel inputs and the classes."""
    def less(n):
        return n if n in (3, CLASSES) else n // by

    conv, norm, linear = nn.Conv2d.__init__, nn.BatchNorm2d.__init__, nn.Linear.__init__

    def narrow_conv(self, inside, outside, *args, groups=1, **kwargs):
        conv(self, less(inside), less(outside), *args, groups=less(groups) if groups > 1 else 1, **kwargs)

    nn.Conv2d.__init__ = narrow_conv
    nn.BatchNorm2d.__init__ = lambda self, n, *args, **kwargs: norm(self, less(n), *args, **kwargs)
    nn.Linear.__init__ = lambda self, inside, outside, *args, **kwargs: linear(self, less(inside), less(outside), *args, **kwargs)
    try:
        yield
    finally:
        nn.Conv2d.__init__, nn.BatchNorm2d.__init__, nn.Linear.__init__ = conv, norm, linear


def resnet18():
    with narrow(16):
        return models.ResNet(models.resnet.BasicBlock, [2, 1, 1, 1], num_classes=CLASSES)


def squeezenet():
    with narrow(8):
        net = models.SqueezeNet("1_1", num_classes=CLASSES)
    return net


def mobilenet_v2():
    with narrow(8):
        return models.MobileNetV2(num_classes=CLASSES, inverted_residual_setting=[[1, 16, 1, 1], [6, 24, 2, 2], [6, 32, 2, 2]])


def mobilenet_v3():
    block = models.mobilenetv3.InvertedResidualConfig
    with narrow(4):
        return models.MobileNetV3([block(16, 3, 16, 16, True, "RE", 2, 1, 1.0), block(16, 3, 72, 24, False, "RE", 2, 1, 1.0),
                                   block(24, 5, 96, 24, True, "HS", 1, 1, 1.0), block(24, 5, 120, 48, True, "HS", 1, 1, 1.0)], 128, CLASSES)


def densenet():
    return models.DenseNet(4, (2, 3, 2, 2), 8, bn_size=2, num_classes=CLASSES)


def googlenet():
    with narrow(16):
        net = models.GoogLeNet(CLASSES, aux_logits=False, init_weights=False)
        net.inception4e = Inception(512, 256, 160, 320, 32, 128, 128)
    for name in ("inception4b", "inception4c", "inception4d", "inception5a"):
        setattr(net, name, nn.Identity())
    return net


def efficientnet():
    block = models.efficientnet.MBConvConfig
    return models.EfficientNet([block(1, 3, 1, 8, 8, 1), block(4, 3, 2, 8, 16, 2), block(4, 5, 2, 16, 24, 1)], 0.2, num_classes=CLASSES,
                               last_channel=48)


def convnext():
    block = models.convnext.CNBlockConfig
    return models.ConvNeXt([block(8, 16, 1), block(16, None, 2)], layer_scale=0.5, num_classes=CLASSES)


def shufflenet():
    return models.ShuffleNetV2([2, 2, 1], [8, 16, 24, 32, 48], num_classes=CLASSES)


def regnet():
    blocks = models.regnet.BlockParams.from_init_params(depth=4, w_0=8, w_a=8.0, w_m=2.0, group_width=8, se_ratio=0.25)
    return models.RegNet(blocks, num_classes=CLASSES, stem_width=8)


def vit():
    net = models.VisionTransformer(32, 8, 2, 2, 16, 32, num_classes=CLASSES)
    return net


def swin():
    return models.SwinTransformer([4, 4], 8, [2, 2], [1, 2], [4, 4], num_classes=CLASSES)


def swin_v2():
    return models.SwinTransformer([4, 4], 8, [2], [2], [4, 4], num_classes=CLASSES, block=models.swin_transformer.SwinTransformerBlockV2,
                                  downsample_layer=models.swin_transformer.PatchMergingV2)


# name: (builder, side of the input, forms: all three would be too many bytes; every form of every network is in export_zoo.py)
NETS = OrderedDict([(build.__name__.replace("_", "-"), (build, side, forms.split())) for build, side, forms in (
    (resnet18, 48, "traced scripted frozen"),
    (squeezenet, 48, "traced scripted"),
    (mobilenet_v2, 32, "traced scripted frozen"),
    (mobilenet_v3, 48, "scripted frozen"),
    (densenet, 40, "traced scripted"),
    (googlenet, 64, "scripted frozen"),
    (efficientnet, 32, "scripted frozen"),
    (convnext, 32, "traced scripted"),
    (shufflenet, 48, "scripted frozen"),
    (regnet, 48, "scripted"),
    (vit, 32, "traced scripted frozen"),
    (swin, 32, "traced frozen"),
    (swin_v2, 32, "scripted"))])

# Many narrow normalised layers in a row: rounding adds up, though no ReLU flips.
DEEP = {"googlenet"}


def main(chosen):
    total = 0
    for number, (name, (build, side, forms)) in enumerate(NETS.items()):
        if chosen and name not in chosen:
            continue
        shapes = [(1, 3, side, side)]
        for attempt in range(50):
            torch.manual_seed(2000 + number + 100 * attempt)
            net = enliven(build(), shapes, batch=32)
            try:
                recorder = record(name, net, shapes, SCRIPT, ROOT / "golden", samples=32, map_samples=512,
                                  agreement=7e-6 if name in DEEP else 3e-6)
                break
            except Unstable as unstable:
                print(unstable)
        else:
            raise SystemExit(f"{name}: no stable weights found")
        for p in net.parameters():
            p.requires_grad_(True)
        sizes = export(name, net, shapes, ROOT / "nets", forms=forms, freeze="scripted" if "traced" in forms else "traced")
        total += sum(sizes.values())
        document = recorder.document
        print(f"{name:15s} {dict(sizes)} relu {document['rectifiers']} relu6 {document['relu6']} worst {recorder.worst:.1e} "
              f"max {document['outputs']['output']['max']:.3g} layers {len(document['layers'])}")
    print(f"{total} bytes of archives")


if __name__ == "__main__":
    main(sys.argv[1:])
