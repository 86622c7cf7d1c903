"""The network: 2x2 averaging, a stem, four residual blocks, global average pooling, one linear layer. 338 thousand parameters."""
import torch
from torch import nn


def convolution(inputs, outputs, stride):
	return nn.Conv2d(inputs, outputs, 3, stride, bias=False)


class Block(nn.Module):
	"""relu(bn(conv(relu(bn(conv(x))))) + shortcut(x)); reflecting, as zero padding would light up the border of class activation maps."""

	def __init__(self, inputs, outputs, stride):
		super().__init__()
		self.pad1 = nn.ReflectionPad2d(1)
		self.conv1 = convolution(inputs, outputs, stride)
		self.bn1 = nn.BatchNorm2d(outputs)
		self.relu1 = nn.ReLU()
		self.pad2 = nn.ReflectionPad2d(1)
		self.conv2 = convolution(outputs, outputs, 1)
		self.bn2 = nn.BatchNorm2d(outputs)
		self.relu2 = nn.ReLU()
		if stride == 1 and inputs == outputs:
			self.shortcut = nn.Identity()
		else:
			self.shortcut = nn.Sequential(nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

	def forward(self, x):
		y = self.relu1(self.bn1(self.conv1(self.pad1(x))))
		y = self.bn2(self.conv2(self.pad2(y)))
		return self.relu2(y + self.shortcut(x))


class BloodCells(nn.Module):
	"""[N, 3, H, W] at native resolution, any H and W from 32, to [N, 3] logits of WBC, platelet, RBC. The last map has 1/16 of the resolution."""

	def __init__(self):
		super().__init__()
		self.shrink = nn.AvgPool2d(2)
		self.stem = nn.Sequential(nn.ReflectionPad2d(1), convolution(3, 16, 2), nn.BatchNorm2d(16), nn.ReLU())
		self.block1 = Block(16, 24, 1)
		self.block2 = Block(24, 48, 2)
		self.block3 = Block(48, 96, 2)
		self.block4 = Block(96, 96, 1)
		self.pool = nn.AdaptiveAvgPool2d(1)
		self.head = nn.Linear(96, 3)

	def maps(self, half):
		"""The last convolutional map of a picture that was shrunk already."""
		return self.block4(self.block3(self.block2(self.block1(self.stem(half)))))

	def logits(self, half):
		"""The logits of a picture that was shrunk already."""
		return self.head(torch.flatten(self.pool(self.maps(half)), 1))

	def forward(self, x):
		y = self.shrink(x)
		y = self.stem(y)
		y = self.block1(y)
		y = self.block2(y)
		y = self.block3(y)
		y = self.block4(y)
		y = self.pool(y)
		return self.head(torch.flatten(y, 1))
