"""Networks of full depth and hardly any channels, whose receptive fields are published, and small ones whose fields are hard to follow.

Run from the project's root:  python3 src/test/python/published_fields.py [NAME …]
writes src/test/resources/fields/{alexnet,vgg16,inception-v3,resnet50,circular,cropped-circular,recomputed,shuffled,even}.pt
The numbers are those of Araujo, Norris, Sim: Computing Receptive Fields of Convolutional Neural Networks. Distill 2019
(AlexNet 195, VGG-16 212, Inception-v3 1311, ResNet-50 483; jump 32 each). Their ResNet-50 has its strides elsewhere than torchvision's, which is
rearranged here: stride in the last block of a stage, in its 3x3 convolution, with a strided pooling beside it.
"""
import sys
from pathlib import Path

import torch
import torch.nn as nn
import torch.nn.functional as F
from torchvision_models import models

from narrow_torchvision import narrow

sys.path.insert(0, "models/blood-cells")
from stripped import strip

FOLDER = Path("src/test/resources/fields")


class Subsample(nn.MaxPool2d):
    """The identity of a block that halves its maps."""


def strides_last(net):
    """ResNet v1 as in TensorFlow-Slim: each stage but the last ends with the block that halves."""
    for stage, following in ((net.layer1, net.layer2), (net.layer2, net.layer3), (net.layer3, net.layer4)):
        stage[-1].conv2.stride = (2, 2)
        stage[-1].downsample = Subsample(1, 2)
        following[0].conv2.stride = (1, 1)
        following[0].downsample[0].stride = (1, 1)
    return net


class Circular(nn.Module):
    """Positions at the border see what lies at the opposite one."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, 3, padding=1, padding_mode="circular")
        self.pool = nn.AvgPool2d(2)
        self.conv2 = nn.Conv2d(2, 2, (3, 5), padding=(1, 2), padding_mode="circular")
        self.conv3 = nn.Conv2d(2, 2, 3)

    def forward(self, x):
        return self.conv3(F.pad(self.conv2(self.pool(self.conv1(x))), (1, 2, 0, 1), mode="circular"))


class CroppedCircular(nn.Module):
    """What lies beyond a border is no longer what lies beyond the image's."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, 3, padding=1)
        self.conv2 = nn.Conv2d(2, 2, 3, padding=1, padding_mode="circular")

    def forward(self, x):
        return self.conv2(self.conv1(x)[:, :, 4:9, 3:])


class Recomputed(nn.Module):
    """Tracing leaves the arithmetic of the sizes behind."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, 3, padding=1)
        self.conv2 = nn.Conv2d(2, 2, 3, padding=1)
        self.conv3 = nn.Conv2d(2, 2, 3, padding=1)

    def forward(self, x):
        x = F.interpolate(self.conv1(x), scale_factor=1.1, mode="nearest", recompute_scale_factor=True)
        x = F.interpolate(self.conv2(x), scale_factor=0.5, mode="bilinear", recompute_scale_factor=True)
        return self.conv3(x)


class Shuffled(nn.Module):
    """Of pixels made from channels only some are kept."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 4, 3, padding=1)
        self.shuffle = nn.PixelShuffle(2)
        self.conv2 = nn.Conv2d(1, 2, 1)

    def forward(self, x):
        return self.conv2(self.shuffle(self.conv1(x))[:, :, 2::2, 3::2])


class EvenKernels(nn.Module):
    """The window of an even kernel that keeps the size lies further right than left."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 2, (2, 4), padding="same")
        self.conv2 = nn.Conv2d(2, 2, (4, 2), padding="same", dilation=(1, 3))

    def forward(self, x):
        return self.conv2(self.conv1(x))


SMALL = {"circular": Circular, "cropped-circular": CroppedCircular, "recomputed": Recomputed, "shuffled": Shuffled, "even": EvenKernels}


def positive(net):
    """No gradient cancels."""
    for weights in net.parameters():
        weights.data = 0.1 * weights.data.abs() + 0.01
    return net


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    with narrow(32):
        nets = {"alexnet": (nn.Sequential(models.alexnet(weights=None).features, nn.AdaptiveAvgPool2d(1)), 224),
                "vgg16": (nn.Sequential(models.vgg16(weights=None).features, nn.AdaptiveAvgPool2d(1)), 224),
                "inception-v3": (models.Inception3(aux_logits=False, init_weights=False), 299),
                "resnet50": (strides_last(models.resnet50(weights=None)), 224)}
    exports = {name: (net, torch.zeros(1, 3, side, side)) for name, (net, side) in nets.items()}
    exports.update((name, (positive(made()), torch.zeros(1, 1, 20, 24))) for name, made in SMALL.items())
    for name, (net, image) in exports.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        traced = torch.jit.trace(net.eval(), image)
        whole = FOLDER / f"{name}.tmp"
        (traced if name in SMALL else torch.jit.freeze(traced)).save(str(whole))
        strip(whole, FOLDER / f"{name}.pt", name)
        whole.unlink()
        print(name, (FOLDER / f"{name}.pt").stat().st_size)


if __name__ == "__main__":
    main()
