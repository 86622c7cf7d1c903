"""Networks of full depth and hardly any channels, whose receptive fields are published.

Run from the project's root:  python3 src/test/python/published_fields.py
writes src/test/resources/fields/{alexnet,vgg16,inception-v3,resnet50}.pt
The numbers are those of Araujo, Norris, Sim: Computing Receptive Fields of Convolutional Neural Networks. Distill 2019
(AlexNet 195, VGG-16 212, Inception-v3 1311, ResNet-50 483; jump 32 each). Their ResNet-50 has its strides elsewhere than torchvision's, which is
rearranged here: stride in the last block of a stage, in its 3x3 convolution, with a strided pooling beside it.
"""
import sys
from pathlib import Path

import torch
import torch.nn as nn
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


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(0)
    with narrow(32):
        nets = {"alexnet": (nn.Sequential(models.alexnet(weights=None).features, nn.AdaptiveAvgPool2d(1)), 224),
                "vgg16": (nn.Sequential(models.vgg16(weights=None).features, nn.AdaptiveAvgPool2d(1)), 224),
                "inception-v3": (models.Inception3(aux_logits=False, init_weights=False), 299),
                "resnet50": (strides_last(models.resnet50(weights=None)), 224)}
    for name, (net, side) in nets.items():
        traced = torch.jit.trace(net.eval(), torch.zeros(1, 3, side, side))
        whole = FOLDER / f"{name}.tmp"
        torch.jit.freeze(traced).save(str(whole))
        strip(whole, FOLDER / f"{name}.pt", name)
        whole.unlink()
        print(name, (FOLDER / f"{name}.pt").stat().st_size)


if __name__ == "__main__":
    main()
