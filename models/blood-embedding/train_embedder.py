"""Trains blood-embedding on one CPU core and writes it as TorchScript.

python3 train_embedder.py --real FOLDER_OF_BCCD --simulated FOLDER_OF_ExportBloodSmear --output blood-embedding.pt [--steps 4000] [--seed 1]
"""
import argparse
import copy
import math
import time

import numpy as np
import torch

from embedder import BloodEmbedding, contrastive
import smears
import train

# crops of a batch by height in native pixels: a contrast needs company
COUNTS = {64: 96, 96: 64, 160: 40, 256: 20, 480: 5}


def batch(pool, done, rng):
	"""Crops of one shape as blood-cells sees them, those whose labels cannot be said left out."""
	shape = train.SHAPES[rng.choice(len(train.SHAPES), p=train.shares(done))][0]
	x, labels, known = train.batch(pool, shape, COUNTS[shape[0]], rng)
	sure = known.min(1).values > 0
	return x[sure], labels[sure]


def main():
	parser = argparse.ArgumentParser()
	parser.add_argument('--real', required=True)
	parser.add_argument('--simulated', required=True)
	parser.add_argument('--output', required=True)
	parser.add_argument('--steps', type=int, default=4000)
	parser.add_argument('--seed', type=int, default=1)
	a = parser.parse_args()
	torch.set_num_threads(1)
	torch.manual_seed(a.seed)
	rng = np.random.default_rng(a.seed)
	pool = smears.real(a.real, 'train'), smears.simulated(a.simulated, '*')
	print(len(pool[0]), 'real,', len(pool[1]), 'simulated', flush=True)
	network = BloodEmbedding()
	print(sum(p.numel() for p in network.parameters()), 'parameters', flush=True)
	average = copy.deepcopy(network)
	optimiser = torch.optim.AdamW(network.parameters(), 2e-3, weight_decay=0.02)
	# earlier crops, of other sizes, are company too: the embedding must say what is there, not how large the picture is
	memory, memory_labels = torch.zeros(0, 96), torch.zeros(0, 3)
	start, running = time.time(), 0
	for step in range(a.steps):
		done = step / a.steps
		for g in optimiser.param_groups:
			g['lr'] = 2e-3 * min(1, (step + 1) / 100) * (0.5 + 0.5 * math.cos(math.pi * done))
		x, labels = batch(pool, done, rng)
		if len(x) < 2:
			continue
		network.train()
		if done > 0.6:
			# crops full of white cells and whole fields have different statistics: the network must live with their average, as it will in use
			for module in network.modules():
				if isinstance(module, torch.nn.BatchNorm2d):
					module.eval()
		embedding = network.embedding(x)
		if done < 0.1:
			memory, memory_labels = memory[:0], memory_labels[:0]
		loss = contrastive(embedding, labels, torch.cat([embedding, memory]), torch.cat([labels, memory_labels]))
		optimiser.zero_grad()
		loss.backward()
		torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
		optimiser.step()
		memory, memory_labels = torch.cat([embedding.detach(), memory])[:256], torch.cat([labels, memory_labels])[:256]
		with torch.no_grad():
			keep = min(0.995, 1 - 10 / (step + 10))
			for p, q in zip(average.state_dict().values(), network.state_dict().values()):
				if p.dtype.is_floating_point:
					p.lerp_(q, 1 - keep)
				else:
					p.copy_(q)
		running = 0.98 * running + 0.02 * loss.item()
		if step % 100 == 99:
			print(f'{time.time() - start:6.0f} s  step {step + 1}  loss {running:.4f}', flush=True)
		if step % 1000 == 999:
			torch.jit.script(average.eval()).save(a.output)
	average.eval()
	torch.jit.script(average).save(a.output)
	print('written', a.output, flush=True)


if __name__ == '__main__':
	main()
