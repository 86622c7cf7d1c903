"""Trains blood-cells on one CPU core and writes it as TorchScript.

python3 train.py --real FOLDER_OF_BCCD --simulated FOLDER_OF_ExportBloodSmear --output blood-cells.pt [--minutes 24] [--seed 1] [--start FILE]
"""
import argparse
import copy
import math
import time

import numpy as np
import torch
import torch.nn.functional as functional

import smears
from network import BloodCells

# native pixels, crops in a batch, share of the batches at the start and at the end: small crops first, because averaging over a large map
# hides small things from a network that does not know them yet; whole fields last
SHAPES = [((64, 64), 96, 0.70, 0.08), ((96, 96), 48, 0.30, 0.12), ((160, 160), 32, 0.0, 0.35), ((256, 256), 16, 0.0, 0.27), ((480, 640), 4, 0.0, 0.18)]


def shares(done):
	"""How often each shape is drawn after this part of the training."""
	late = min(1.0, max(0.0, done / 0.25 - 0.2))
	return [(1 - late) * s[2] + late * s[3] for s in SHAPES]


def spots(smear, kind, width, height, rng):
	"""The corner of a crop of the wanted kind, or of a random one where there is none."""
	h, w = smear.image.shape[:2]
	right, bottom = w - width, h - height
	if kind in ('white', 'platelet'):
		boxes = smear.white if kind == 'white' else smear.platelets
		if boxes:
			b = boxes[rng.integers(len(boxes))]
			jitter = 0.35 if kind == 'white' else 0.42
			x = (b[0] + b[2]) / 2 - width / 2 + rng.uniform(-jitter, jitter) * width
			y = (b[1] + b[3]) / 2 - height / 2 + rng.uniform(-jitter, jitter) * height
			return int(np.clip(x, 0, right)), int(np.clip(y, 0, bottom))
	if kind == 'bare':
		tries = [(rng.integers(right + 1), rng.integers(bottom + 1)) for _ in range(40)]
		return min(tries, key=lambda t: smear.red_area(t[0], t[1], width, height))
	return int(rng.integers(right + 1)), int(rng.integers(bottom + 1))


def batch(pool, shape, count, rng):
	zoom = rng.uniform(0.85, 1.18) if shape[0] < 400 and rng.random() < 0.7 else 1.0
	height, width = (int(round(s * zoom)) for s in shape)
	images, labels, known = [], [], []
	while len(images) < count:
		group = pool[0] if rng.random() < 0.6 else pool[1]
		smear = group[rng.integers(len(group))]
		if smear.image.shape[0] < height or smear.image.shape[1] < width:
			continue
		kind = rng.choice(['white', 'platelet', 'bare', 'any'], p=[0.2, 0.35, 0.25, 0.2])
		if kind == 'platelet' and not smear.platelets:
			continue
		x, y = spots(smear, kind, width, height, rng)
		l, k = smears.presence(smear, x, y, width, height)
		crop = smear.image[y:y + height, x:x + width]
		if shape[0] == shape[1]:
			crop = np.rot90(crop, rng.integers(4))
		if rng.random() < 0.5:
			crop = crop[:, ::-1]
		if rng.random() < 0.5:
			crop = crop[::-1]
		images.append(torch.from_numpy(crop.copy()))
		labels.append(l)
		known.append(k)
	x = torch.stack(images).permute(0, 3, 1, 2).float()
	# the network's own first step, taken early because everything after it is four times cheaper
	x = functional.interpolate(x, (shape[0] // 2, shape[1] // 2), mode='area')
	n = len(images)
	u = lambda *s: torch.from_numpy(rng.uniform(-1, 1, s).astype(np.float32))
	x = 255 * (x / 255).clamp(1e-3, 1) ** (1 + 0.15 * u(n, 1, 1, 1))
	x = x * (1 + 0.10 * u(n, 3, 1, 1)) + 10 * u(n, 1, 1, 1)
	mean = x.mean((2, 3), keepdim=True)
	x = mean + (x - mean) * (1 + 0.2 * u(n, 1, 1, 1))
	if rng.random() < 0.3:
		x = functional.avg_pool2d(functional.pad(x, (1, 1, 1, 1), mode='reflect'), 3, 1)
	if rng.random() < 0.3:
		x = x + 2.5 * torch.randn_like(x)
	return normalise(x.clamp(0, 255)), torch.from_numpy(np.stack(labels)), torch.from_numpy(np.stack(known))


def normalise(x):
	return (x - torch.tensor(smears.MEAN).view(1, 3, 1, 1)) / torch.tensor(smears.DEVIATION).view(1, 3, 1, 1)


def main():
	parser = argparse.ArgumentParser()
	parser.add_argument('--real', required=True)
	parser.add_argument('--simulated', required=True)
	parser.add_argument('--output', required=True)
	parser.add_argument('--minutes', type=float, default=24)
	parser.add_argument('--seed', type=int, default=1)
	parser.add_argument('--start', help='weights to go on from, with small steps and the late mixture of crops')
	a = parser.parse_args()
	torch.set_num_threads(1)
	torch.manual_seed(a.seed)
	rng = np.random.default_rng(a.seed)
	pool = smears.real(a.real, 'train'), smears.simulated(a.simulated, '*')
	print(len(pool[0]), 'real,', len(pool[1]), 'simulated,', sum(len(s.unsure) for s in pool[0]), 'unannotated spots', flush=True)
	network = BloodCells()
	if a.start:
		network.load_state_dict(torch.jit.load(a.start).state_dict())
	peak = 7e-4 if a.start else 2e-3
	print(sum(p.numel() for p in network.parameters()), 'parameters', flush=True)
	average = copy.deepcopy(network)
	optimiser = torch.optim.AdamW(network.parameters(), peak, weight_decay=0.02)
	start, step, shown = time.time(), 0, 0
	running = np.zeros(3)
	while True:
		done = (time.time() - start) / (60 * a.minutes)
		if done >= 1:
			break
		for g in optimiser.param_groups:
			g['lr'] = peak * min(1, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * done))
		shape, count = SHAPES[rng.choice(len(SHAPES), p=shares(1 if a.start else done))][:2]
		x, labels, known = batch(pool, shape, count, rng)
		network.train()
		if a.start or done > 0.6:
			# crops full of white cells and whole fields have different statistics: the network must live with their average, as it will in use
			for module in network.modules():
				if isinstance(module, torch.nn.BatchNorm2d):
					module.eval()
		losses = functional.binary_cross_entropy_with_logits(network.logits(x), labels, reduction='none') * known
		loss = losses.sum() / known.sum().clamp(min=1)
		optimiser.zero_grad()
		loss.backward()
		torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
		optimiser.step()
		step += 1
		with torch.no_grad():
			keep = min(0.995, 1 - 10 / (step + 10))
			for p, q in zip(average.state_dict().values(), network.state_dict().values()):
				if p.dtype.is_floating_point:
					p.lerp_(q, 1 - keep)
				else:
					p.copy_(q)
		running = 0.98 * running + 0.02 * (losses.sum(0) / known.sum(0).clamp(min=1)).detach().numpy()
		if time.time() - start > shown:
			print(f'{time.time() - start:6.0f} s  step {step}  loss {running.round(4).tolist()}', flush=True)
			shown += 60
	average.eval()
	torch.jit.script(average).save(a.output)
	print('written', a.output, 'after', step, 'steps', flush=True)


if __name__ == '__main__':
	main()
