"""Tiny networks of every shape that a TorchScript archive takes, exported with their golden values.

Run from the project's root:  python3 src/test/python/tiny_nets.py [NAME …]
writes src/test/resources/nets/NAME-{traced,scripted,frozen}.pt and src/test/resources/golden/NAME.{json,npy}.
Captum's source folder may be given in the environment variable CAPTUM.
"""
import sys
from collections import OrderedDict
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Tuple

import torch
import torch.nn as nn
import torch.nn.functional as F
from torch import Tensor

from oracle import Unstable, enliven, export, record

ROOT = Path("src/test/resources")
SCRIPT = "src/test/python/tiny_nets.py"


class Plain(nn.Module):
    """Bias-free and piecewise linear, so that Σ x·∂S/∂x = S."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.relu1 = nn.ReLU()
        self.pool = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(8, 12, 3, padding=1, bias=False)
        self.relu2 = nn.ReLU()
        self.conv3 = nn.Conv2d(12, 8, 3, stride=2, bias=False)
        self.relu3 = nn.ReLU()
        self.fc = nn.Linear(72, 4, bias=False)

    def forward(self, x):
        x = self.pool(self.relu1(self.conv1(x)))
        x = self.relu3(self.conv3(self.relu2(self.conv2(x))))
        return self.fc(torch.flatten(x, 1))


class Gap(nn.Module):
    """Convolutions, global average pooling and one linear layer: what plain CAM asks for."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(nn.Conv2d(3, 8, 3, padding=1), nn.ReLU(), nn.Conv2d(8, 12, 3, stride=2, padding=1), nn.ReLU(),
                                      nn.Conv2d(12, 16, 3, padding=1), nn.ReLU())
        self.pool = nn.AdaptiveAvgPool2d(1)
        self.fc = nn.Linear(16, 5)

    def forward(self, x):
        return self.fc(torch.flatten(self.pool(self.features(x)), 1))


class Block(nn.Module):
    def __init__(self, inside, outside, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inside, outside, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outside)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outside, outside, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outside)
        self.downsample: Optional[nn.Module] = None
        if stride != 1 or inside != outside:
            self.downsample = nn.Sequential(nn.Conv2d(inside, outside, 1, stride, bias=False), nn.BatchNorm2d(outside))

    def forward(self, x: Tensor) -> Tensor:
        identity = x
        out = self.relu(self.bn1(self.conv1(x)))
        out = self.bn2(self.conv2(out))
        if self.downsample is not None:
            identity = self.downsample(x)
        out += identity
        return self.relu(out)


class Residual(nn.Module):
    """Batch normalisation, max-pooling, and ReLUs that are in place, functional, methods, and reused."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(8)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        self.layer1 = nn.Sequential(Block(8, 8, 1), Block(8, 8, 1))
        self.layer2 = nn.Sequential(Block(8, 12, 2))
        self.conv2 = nn.Conv2d(12, 12, 3, padding=1)
        self.fc1 = nn.Linear(12, 16)
        self.fc2 = nn.Linear(16, 5)

    def forward(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        x = self.layer2(self.layer1(x))
        x = F.relu(self.conv2(x), inplace=True)
        x = torch.relu(x - 0.1)
        x = F.adaptive_avg_pool2d(x, (1, 1)).flatten(1)
        x = self.fc1(x).relu()
        return self.fc2((x - 0.05).relu_())


class DoubleConv(nn.Sequential):
    def __init__(self, inside, outside):
        super().__init__(nn.Conv2d(inside, outside, 3, padding=1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True),
                         nn.Conv2d(outside, outside, 3, padding=1), nn.ReLU(inplace=True))


class UNet(nn.Module):
    """Dense output of three classes, skip connections, one transposed convolution and one bilinear enlargement."""

    def __init__(self):
        super().__init__()
        self.down1 = DoubleConv(1, 6)
        self.down2 = DoubleConv(6, 8)
        self.bottom = DoubleConv(8, 12)
        self.up2 = nn.ConvTranspose2d(12, 8, 2, stride=2)
        self.merge2 = DoubleConv(16, 8)
        self.up1 = nn.Upsample(scale_factor=2.0, mode="bilinear", align_corners=False)
        self.merge1 = DoubleConv(14, 6)
        self.head = nn.Conv2d(6, 3, 1)

    def forward(self, x):
        a = self.down1(x)
        b = self.down2(F.max_pool2d(a, 2))
        c = self.bottom(F.max_pool2d(b, 2))
        b = self.merge2(torch.cat([self.up2(c), b], dim=1))
        a = self.merge1(torch.cat([self.up1(b), a], dim=1))
        return self.head(a)


class TwoInputs(nn.Module):
    def __init__(self):
        super().__init__()
        self.image = nn.Conv2d(3, 8, 3, padding=1)
        self.numbers = nn.Linear(4, 8)
        self.fc = nn.Linear(8, 3)

    def forward(self, image, numbers):
        a = F.relu(self.image(image)).mean((2, 3))
        b = torch.tanh(self.numbers(numbers))
        return self.fc(a * 3 + b)


class Trunk(nn.Module):
    def __init__(self, classes=4):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 8, 3, stride=2, padding=1)
        self.fc = nn.Linear(8, classes)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        return F.relu(self.conv2(x))


class TupleOutput(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = Trunk()
        self.fc = nn.Linear(8, 4)

    def forward(self, x) -> Tuple[Tensor, Tensor]:
        maps = self.trunk(x)
        return self.fc(maps.mean((2, 3))), maps


class DictOutput(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = Trunk()
        self.head = nn.Conv2d(8, 3, 1)

    def forward(self, x) -> Dict[str, Tensor]:
        maps = self.trunk(x)
        out = F.interpolate(self.head(maps), size=x.shape[-2:], mode="bilinear", align_corners=False)
        return {"out": out, "aux": maps.mean((2, 3))}


class Result(NamedTuple):
    logits: Tensor
    embedding: Tensor


class NamedTupleOutput(nn.Module):
    def __init__(self):
        super().__init__()
        self.trunk = Trunk()
        self.fc = nn.Linear(8, 4)

    def forward(self, x) -> Result:
        embedding = self.trunk(x).mean((2, 3))
        return Result(self.fc(embedding), embedding)


class ListOutput(nn.Module):
    def __init__(self):
        super().__init__()
        self.stages = nn.ModuleList([nn.Conv2d(3, 6, 3, padding=1), nn.Conv2d(6, 6, 3, 2, 1), nn.Conv2d(6, 6, 3, 2, 1)])

    def forward(self, x) -> List[Tensor]:
        pyramid: List[Tensor] = []
        for stage in self.stages:
            x = F.relu(stage(x))
            pyramid.append(x)
        return pyramid


class Loop(nn.Module):
    """A ModuleList that is looped over, densely connected, and a while loop over numbers."""

    def __init__(self):
        super().__init__()
        self.layers = nn.ModuleList([nn.Conv2d(3 + 4 * i, 4, 3, padding=1) for i in range(3)])
        self.fc = nn.Linear(15, 4)

    def forward(self, x):
        maps = [x]
        for layer in self.layers:
            maps.append(torch.relu(layer(torch.cat(maps, 1))))
        x = torch.cat(maps, 1)
        steps = 0
        while steps < 2:
            x = F.avg_pool2d(x, 2)
            steps += 1
        return self.fc(x.flatten(2).mean(-1))


class Repeated(nn.Module):
    """One convolution, one normalisation and one ReLU passed three times each, also from a loop."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Conv2d(3, 8, 3, padding=1)
        self.conv = nn.Conv2d(8, 8, 3, padding=1)
        self.norm = nn.GroupNorm(2, 8)
        self.relu = nn.ReLU()
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        x = self.stem(x)
        x = self.relu(self.norm(self.conv(x)))
        for _ in range(2):
            x = x + self.relu(self.norm(self.conv(x)))
        return self.fc(x.mean((2, 3)))


class Dashed(nn.Module):
    """Names that are no identifiers, so that the code reads them with getattr; a block that holds its own kind."""

    def __init__(self):
        super().__init__()
        self.body = nn.Sequential(OrderedDict([
            ("block1-0", nn.Sequential(OrderedDict([("conv 3x3", nn.Conv2d(3, 8, 3, padding=1)), ("0", nn.ReLU())]))),
            ("block1-1", nn.Sequential(OrderedDict([("conv/3x3", nn.Conv2d(8, 8, 3, 2, 1)), ("relu", nn.ReLU())]))),
            ("3x3", nn.Conv2d(8, 8, 1))]))
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        return self.fc(self.body(x).mean((2, 3)))


class Activations(nn.Module):
    """Every activation that is not a ReLU, as modules and as functions, in place and not."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.relu6 = nn.ReLU6(inplace=True)
        self.leaky = nn.LeakyReLU(0.1, inplace=True)
        self.prelu = nn.PReLU(8)
        self.elu = nn.ELU(inplace=True)
        self.silu = nn.SiLU(inplace=True)
        self.gelu = nn.GELU()
        self.hardswish = nn.Hardswish(inplace=True)
        self.hardsigmoid = nn.Hardsigmoid()
        self.mish = nn.Mish()
        self.softplus = nn.Softplus()
        self.convs = nn.ModuleList([nn.Conv2d(8, 8, 1) for _ in range(5)])
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        x = self.relu6(self.conv(x) * 2.5)
        x = self.leaky(self.convs[0](x))
        x = self.prelu(x - 0.2)
        x = self.silu(self.elu(self.convs[1](x)) * 1.5)
        x = self.gelu(self.convs[2](x)) + F.gelu(x, approximate="tanh")
        x = self.hardswish(self.convs[3](x))
        x = F.leaky_relu(F.hardtanh(x, -2.0, 2.0), 0.2) + F.relu6(x)
        x = self.mish(self.convs[4](x)) * self.hardsigmoid(x) + F.silu(x * 0.5, inplace=True)
        return self.fc(torch.sigmoid(self.softplus(x)).mean((2, 3)))


class SqueezeExcitation(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 12, 3, padding=1)
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(12, 4, 1)
        self.activation = nn.ReLU()
        self.fc2 = nn.Conv2d(4, 12, 1)
        self.scale_activation = nn.Sigmoid()
        self.conv2 = nn.Conv2d(12, 8, 3, 2, 1)
        self.fc = nn.Linear(8, 4)

    def _scale(self, x: Tensor) -> Tensor:
        scale = self.fc2(self.activation(self.fc1(self.avgpool(x))))
        return self.scale_activation(scale)

    def forward(self, x):
        x = F.relu(self.conv1(x))
        x = self._scale(x) * x
        return self.fc(F.relu(self.conv2(x)).mean((2, 3)))


class Attention(nn.Module):
    """Tokens: nn.MultiheadAttention, scaled_dot_product_attention, layer normalisation, a class token."""

    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 16, 4, 4)
        self.token = nn.Parameter(torch.randn(1, 1, 16) * 0.5)
        self.position = nn.Parameter(torch.randn(1, 17, 16) * 0.3)
        self.norm1 = nn.LayerNorm(16)
        self.attention = nn.MultiheadAttention(16, 2, batch_first=True)
        self.norm2 = nn.LayerNorm(16)
        self.qkv = nn.Linear(16, 48)
        self.out = nn.Linear(16, 16)
        self.mlp = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(32, 16))
        self.head = nn.Linear(16, 4)

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], dim=1) + self.position
        y = self.norm1(x)
        attended, _ = self.attention(y, y, y, need_weights=False)
        x = x + attended
        y = self.norm2(x)
        q, k, v = self.qkv(y).reshape(x.shape[0], 17, 3, 2, 8).permute(2, 0, 3, 1, 4).unbind(0)
        y = F.scaled_dot_product_attention(q, k, v)
        x = x + self.out(y.transpose(1, 2).reshape(x.shape[0], 17, 16))
        x = x + self.mlp(x)
        return self.head(x[:, 0])


class Tokens(nn.Module):
    """Returns tokens [N, T, D]: units are along the last axis."""

    def __init__(self):
        super().__init__()
        self.patch = nn.Conv2d(3, 12, 4, 4)
        self.norm = nn.LayerNorm(12)
        self.mlp = nn.Sequential(nn.Linear(12, 24), nn.GELU(), nn.Linear(24, 12))

    def forward(self, x):
        x = self.patch(x).flatten(2).transpose(1, 2)
        return x + self.mlp(self.norm(x))


class Generator(nn.Module):
    """A vector becomes an image: linear, transposed convolutions, pixel shuffle."""

    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 12 * 4 * 4)
        self.up1 = nn.ConvTranspose2d(12, 10, 4, 2, 1)
        self.bn1 = nn.BatchNorm2d(10)
        self.up2 = nn.Conv2d(10, 12, 3, padding=1)
        self.shuffle = nn.PixelShuffle(2)

    def forward(self, z):
        z = F.normalize(z, dim=1) * 8 ** 0.5
        x = F.relu(self.fc(z)).view(z.size(0), 12, 4, 4)
        x = F.relu(self.bn1(self.up1(x)))
        return torch.tanh(self.shuffle(self.up2(x)))


class OneChannel(nn.Module):
    def __init__(self):
        super().__init__()
        self.net = nn.Sequential(nn.ReflectionPad2d(1), nn.Conv2d(1, 6, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 8, 3), nn.ReLU(),
                                 nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 3))

    def forward(self, x):
        return self.net(x)


class FiveChannels(nn.Module):
    """Five input channels, depthwise separable and dilated convolutions."""

    def __init__(self):
        super().__init__()
        self.depthwise = nn.Conv2d(5, 10, 3, padding=1, groups=5)
        self.pointwise = nn.Conv2d(10, 12, 1)
        self.dilated = nn.Conv2d(12, 12, 3, padding=2, dilation=2, groups=12)
        self.relu = nn.ReLU()
        self.fc = nn.Linear(12, 4)

    def forward(self, x):
        x = self.relu(self.pointwise(self.depthwise(x)))
        x = F.relu(self.dilated(x), inplace=False)
        return self.fc(x.amax((2, 3)))


class InPlace(nn.Module):
    """In-place calls whose results are unused: statements that change what later lines see."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 8, 3, padding=1)
        self.relu = nn.ReLU(inplace=True)
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        x = self.conv1(x)
        before = x * 0.5
        x.add_(0.25)
        x[:, 0] = 0.5
        x[:, 1:3, 2:5] *= 2.0
        self.relu(x)
        y = self.conv2(x)
        y.mul_(1.5).add_(before)
        F.relu_(y)
        y = y + before
        y[:, :, 0].zero_()
        y.clamp_(max=3.0)
        return self.fc(y.mean((2, 3)))


class PreActivation(nn.Module):
    """The in-place ReLU changes what the shortcut adds."""

    def __init__(self):
        super().__init__()
        self.conv0 = nn.Conv2d(3, 8, 3, padding=1)
        self.relu1 = nn.ReLU(inplace=True)
        self.conv1 = nn.Conv2d(8, 8, 3, padding=1)
        self.relu2 = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(8, 8, 3, padding=1)
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        x = self.conv0(x)
        y = self.conv1(self.relu1(x))
        y = self.conv2(self.relu2(y))
        return self.fc((x + y).mean((2, 3)))


class OptionalAux(nn.Module):
    """`aux : Optional[Tensor] = …` and modules that are None, as in googlenet."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.aux = nn.Linear(8, 4)
        self.extra = None
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        x = F.relu(self.conv(x)).mean((2, 3))
        aux: Optional[Tensor] = None
        if self.aux is not None:
            if self.training:
                aux = self.aux(x)
        extra: Optional[Tensor] = None
        if self.extra is not None:
            extra = self.extra(x)
        y = self.fc(x)
        if aux is not None:
            y = y + aux
        return y


class ShapeIf(nn.Module):
    """Takes one of two branches by the input's size, returns early, asserts and raises."""

    def __init__(self):
        super().__init__()
        self.small = nn.Conv2d(3, 8, 3, padding=1)
        self.large = nn.Conv2d(3, 8, 5, stride=2, padding=2)
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        if x.dim() != 4:
            raise ValueError(f"expected 4 axes, not {x.dim()}")
        assert x.shape[1] == 3, "three channels (RGB): 'red', \"green\"\nblue"
        if x.shape[-1] > 12:
            y = F.relu(self.large(x))
        else:
            y = F.relu(self.small(x))
        y = y.mean((2, 3))
        if y.shape[0] > 100:
            return self.fc(y) * 0.0
        return self.fc(y)


class Dropping(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 8, 3, padding=1)
        self.drop1 = nn.Dropout2d(0.3)
        self.identity = nn.Identity()
        self.drop2 = nn.Dropout(0.5, inplace=True)
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        x = self.identity(self.drop1(F.relu(self.conv1(x))))
        return self.fc(F.dropout(self.drop2(x.mean((2, 3))), 0.2, self.training))


class Attributes(nn.Module):
    """Constants, numbers, strings, lists and dicts as attributes; buffers that are not saved; weights in half precision."""

    __constants__ = ["groups", "label"]
    groups: int
    sizes: List[int]
    names: Dict[str, int]

    def __init__(self):
        super().__init__()
        self.groups = 2
        self.label = "it's \"quoted\" (and (nested"
        self.gain = 1.5
        self.sizes = [4, 4]
        self.names = {"a": 1, "b": 2}
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.register_buffer("mean", torch.tensor([0.1, -0.2, 0.3]).view(1, 3, 1, 1))
        self.register_buffer("weights16", torch.randn(4, 8).half())
        self.register_buffer("transposed", torch.randn(8, 8).t())

    def forward(self, x):
        x = F.relu(self.conv(x - self.mean) * self.gain)
        x = F.channel_shuffle(x, self.groups)
        x = F.adaptive_avg_pool2d(x, self.sizes)
        x = x.mean((2, 3)) * float(self.names["b"])
        if self.label == "none":
            x = x * 0.0
        return F.linear(F.linear(x, self.transposed), self.weights16.to(x.dtype))


class Exported(nn.Module):
    """A second exported method, and a method that both use."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 8, 3, padding=1)
        self.fc = nn.Linear(8, 4)

    def forward(self, x):
        return self.fc(self.embed(x))

    @torch.jit.export
    def embed(self, x):
        return F.relu(self.conv(x)).mean((2, 3))


class Probe(nn.Module):
    """Names that an instrumenter might like to use itself."""

    def __init__(self):
        super().__init__()
        self.forward1 = nn.Conv2d(3, 8, 3, padding=1)
        self.scope = nn.ReLU()
        self.tap = nn.Conv2d(8, 8, 1)
        self.plan = nn.Linear(8, 4)

    def forward(self, probe, scope: Optional[Tensor] = None):
        plan = self.scope(self.forward1(probe))
        if scope is not None:
            plan = plan * scope
        tap = F.relu(self.tap(plan)).mean((2, 3))
        return self.plan(tap)


def scaled(x: Tensor, factor: float = 2.0) -> Tensor:
    """A free function with a ReLU inside."""
    return F.relu(x) * factor


class Counter:
    def __init__(self, start: int):
        self.value = start

    def next(self) -> int:
        self.value += 1
        return self.value


class Language(nn.Module):
    """Free functions, a class, comprehensions, slices, early exits, with no_grad, tuples and keyword arguments."""

    def __init__(self):
        super().__init__()
        self.convs = nn.ModuleDict({"first": nn.Conv2d(3, 6, 3, padding=1), "second": nn.Conv2d(6, 6, 3, padding=1)})
        self.fc = nn.Linear(12, 4)

    def pair(self, x: Tensor) -> Tuple[Tensor, Tensor]:
        return x.mean((2, 3)), torch.amax(x, dim=[2, 3])

    def forward(self, x):
        for name, conv in self.convs.items():
            x = scaled(conv(x), 1.5)
            if name == "second":
                x = x[..., 1:-1, ::2]
        counter = Counter(1)
        total = counter.next() + counter.next()
        sizes = [s * 2 for s in x.shape]
        for i in range(10):
            if i == 1:
                continue
            if i > total:
                break
            x = x + 0.01 * i
        with torch.no_grad():
            offset = x.mean([1, 2, 3], keepdim=True) * 0.1
        low, high = self.pair(x + offset)
        y = torch.cat([low, high], dim=1)
        try_size = sizes[-1] if len(sizes) > 3 else -1
        y = y if try_size != 0 else -y
        return self.fc(y.view(y.size(0), -1))


class Volume(nn.Module):
    """Three-dimensional convolutions."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv3d(1, 4, 3, padding=1)
        self.norm = nn.InstanceNorm3d(4, affine=True)
        self.relu = nn.ReLU(inplace=True)
        self.pool = nn.MaxPool3d(2)
        self.conv2 = nn.Conv3d(4, 6, 3, padding=1)
        self.fc = nn.Linear(6, 3)

    def forward(self, x):
        x = self.pool(self.relu(self.norm(self.conv1(x))))
        return self.fc(F.relu(self.conv2(x)).mean((2, 3, 4)))


class Recurrent(nn.Module):
    """A GRU over rows and an LSTM whose state is a tuple."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv2d(3, 4, 3, padding=1)
        self.gru = nn.GRU(16, 8, batch_first=True)
        self.lstm = nn.LSTM(8, 6, batch_first=True)
        self.fc = nn.Linear(6, 3)

    def forward(self, x):
        x = F.relu(self.conv(x)).mean(1)
        x, _ = self.gru(x)
        x, (h, c) = self.lstm(x)
        return self.fc(x[:, -1] + h[-1] + c[0])


class Shared(nn.Module):
    """One module under two names, two heads of one class, and a module that is never passed.

    PyTorch knows the shared module by its first name only, TorchScript by both.
    """

    def __init__(self):
        super().__init__()
        self.first = nn.Conv2d(3, 8, 3, padding=1)
        self.relu = nn.ReLU()
        self.second = nn.Sequential(self.relu, nn.Conv2d(8, 8, 3, padding=1))
        self.unused = nn.Conv2d(8, 8, 1)
        self.left = Head()
        self.right = Head()

    def forward(self, x):
        x = self.second(self.second(self.first(x)))
        return self.left(x) - self.right(x)


class Head(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(8, 4)
        self.relu = nn.ReLU()

    def forward(self, x):
        return self.relu(self.fc(x.mean((2, 3)) * 3))


IMAGE = [(1, 3, 16, 16)]
ALL = ("traced", "scripted", "frozen")

# name: (class, input shapes, options of `export`, options of `record`)
NETS = OrderedDict([
    ("plain", (Plain, IMAGE, {}, dict(captum_rules=True, neuron=("conv3", 5, 1, 2), cams=["conv1", "conv3", "relu3"], changes=["conv2", "relu3"]))),
    ("gap", (Gap, IMAGE, {}, dict(captum_rules=True, neuron=("features.4", 3, 4, 2), cams=["features.2", "features.5"], changes=["features.4", "pool"]))),
    ("residual", (Residual, IMAGE, {}, dict(neuron=("layer2.0", 7, 2, 1), cams=["layer1", "layer2.0"], changes=["layer1.0.conv2", "layer2", "fc1"]))),
    ("unet", (UNet, [(1, 1, 16, 16)], {}, dict(kind="smooth", neuron=("merge1.3", 2, 7, 8), cams=["bottom", "merge1"], changes=["bottom.3", "up1"]))),
    ("two-inputs", (TwoInputs, [(1, 3, 12, 12), (1, 4)], {}, dict(cams=["image"], changes=["image", "numbers"]))),
    ("tuple-output", (TupleOutput, [(1, 3, 12, 12)], {}, dict(cams=["trunk"]))),
    ("dict-output", (DictOutput, [(1, 3, 12, 12)], dict(strict=False), dict(cams=["trunk"]))),
    ("named-tuple-output", (NamedTupleOutput, [(1, 3, 12, 12)], dict(forms=("scripted", "frozen")), dict(cams=["trunk"]))),
    ("list-output", (ListOutput, [(1, 3, 12, 12)], dict(strict=False), {})),
    ("loop", (Loop, [(1, 3, 12, 12)], {}, dict(cams=["layers.2"], changes=["layers.1"]))),
    ("repeated", (Repeated, [(1, 3, 12, 12)], {}, dict(neuron=("stem", 1, 3, 4)))),
    ("dashed", (Dashed, [(1, 3, 12, 12)], {}, dict(captum_rules=True, cams=["body.block1-1"], changes=["body.block1-0.conv 3x3"]))),
    ("activations", (Activations, [(1, 3, 12, 12)], {}, {})),
    ("squeeze-excitation", (SqueezeExcitation, [(1, 3, 12, 12)], {}, dict(cams=["conv2"], changes=["fc2"]))),
    ("attention", (Attention, IMAGE, {}, dict(changes=["mlp"]))),
    ("tokens", (Tokens, IMAGE, {}, {})),
    ("generator", (Generator, [(1, 8)], {}, dict(cams=["up1"], changes=["bn1"]))),
    ("one-channel", (OneChannel, [(1, 1, 16, 16)], {}, dict(captum_rules=True, cams=["net.4"]))),
    ("five-channels", (FiveChannels, [(1, 5, 12, 12)], {}, dict(cams=["dilated"]))),
    ("in-place", (InPlace, [(1, 3, 12, 12)], {}, dict(changes=["conv2"]))),
    ("pre-activation", (PreActivation, [(1, 3, 12, 12)], {}, dict(cams=["conv2"], changes=["conv1"]))),
    ("optional", (OptionalAux, [(1, 3, 12, 12)], {}, {})),
    ("shape-if", (ShapeIf, [(1, 3, 16, 16)], {}, {})),
    ("dropout", (Dropping, [(1, 3, 12, 12)], {}, {})),
    ("attributes", (Attributes, [(1, 3, 12, 12)], {}, {})),
    ("exported", (Exported, [(1, 3, 12, 12)], dict(forms=("scripted", "frozen"), preserved=["embed"]), {})),
    ("probe", (Probe, [(1, 3, 12, 12)], {}, {})),
    ("language", (Language, [(1, 3, 12, 12)], dict(forms=("scripted", "frozen")), {})),
    ("volume", (Volume, [(1, 1, 8, 8, 8)], {}, {})),
    ("recurrent", (Recurrent, [(1, 3, 16, 16)], {}, {})),
    ("shared", (Shared, [(1, 3, 12, 12)], {}, dict(other_names={("relu", 0): "second.0", ("relu", 1): "second.0"}))),
])


def main(chosen):
    total = 0
    for number, (name, (build, shapes, exporting, recording)) in enumerate(NETS.items()):
        if chosen and name not in chosen:
            continue
        kind = recording.get("kind", "formula")
        for attempt in range(50):
            torch.manual_seed(1000 + number + 100 * attempt)
            net = enliven(build(), shapes)
            try:
                recorder = record(name, net, shapes, SCRIPT, ROOT / "golden", **recording)
                break
            except Unstable as unstable:
                print(unstable)
        for p in net.parameters():
            p.requires_grad_(True)
        sizes = export(name, net, shapes, ROOT / "nets", kind=kind, **exporting)
        total += sum(sizes.values())
        document = recorder.document
        print(f"{name:20s} {sizes} relu {document['rectifiers']} relu6 {document['relu6']} worst {recorder.worst:.1e} "
              f"max {list(document['outputs'].values())[0]['max']:.3g}")
    print(f"{total} bytes of archives")


if __name__ == "__main__":
    main(sys.argv[1:])
