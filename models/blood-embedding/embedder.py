"""The network: the backbone of blood-cells up to global average pooling, and the embedding scaled to length one. And what it is trained with."""
import os
import sys

import torch
import torch.nn.functional as functional
from torch import nn

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'blood-cells'))
from network import Block, convolution  # noqa: E402


class BloodEmbedding(nn.Module):
	"""[N, 3, H, W] at native resolution, any H and W from 32, to [N, 96] of length one. The last map has 1/16 of the resolution."""

	def __init__(self):
		super().__init__()
		self.shrink = nn.AvgPool2d(2)
		self.stem = nn.Sequential(nn.ReflectionPad2d(1), convolution(3, 16, 2), nn.BatchNorm2d(16), nn.ReLU())
		self.block1 = Block(16, 24, 1)
		self.block2 = Block(24, 48, 2)
		self.block3 = Block(48, 96, 2)
		self.block4 = Block(96, 96, 1)
		self.pool = nn.AdaptiveAvgPool2d(1)

	def maps(self, half):
		"""The last convolutional map of a picture that was shrunk already."""
		return self.block4(self.block3(self.block2(self.block1(self.stem(half)))))

	def embedding(self, half):
		"""The embedding of a picture that was shrunk already."""
		return functional.normalize(torch.flatten(self.pool(self.maps(half)), 1), dim=1)

	def forward(self, x):
		y = self.shrink(x)
		y = self.stem(y)
		y = self.block1(y)
		y = self.block2(y)
		y = self.block3(y)
		y = self.block4(y)
		y = self.pool(y)
		return functional.normalize(torch.flatten(y, 1), dim=1)


def kinship(a, b):
	"""How much two sets of labels [N, L] and [M, L] have in common: Jaccard's index, 1 for two empty sets."""
	both = a @ b.T
	either = a.sum(1)[:, None] + b.sum(1)[None] - both
	return torch.where(either > 0, both / either.clamp(min=1), torch.ones_like(both))


def contrastive(queries, labels, keys, key_labels, temperature=0.1):
	"""
	Supervised contrastive loss (Khosla et al. 2020, the sum outside the logarithm) for sets of labels: each key is a positive as far as its
	labels are the query's. The first keys are the queries themselves and are not compared with themselves.
	"""
	count = len(queries)
	own = torch.eye(count, len(keys), dtype=torch.bool)
	similarity = (queries @ keys.T / temperature).masked_fill(own, -1e9)
	likelihood = functional.log_softmax(similarity, 1)
	weight = kinship(labels, key_labels).masked_fill(own, 0)
	# a single label in common among several is no kin
	weight = torch.where(weight > 0.99, weight, 0.25 * weight)
	return -((weight * likelihood).sum(1) / weight.sum(1).clamp(min=1e-6)).mean()
