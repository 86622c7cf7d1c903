"""Measures blood-cells on fields it was not trained on.

python3 evaluate.py --weights blood-cells.pt --real FOLDER_OF_BCCD --simulated FOLDER_OF_ExportBloodSmear

Crops: area under the ROC curve. Positive: the crop (160 px, and 256 px) centred on each annotated object. Negative: every crop of a grid of
half its size that touches no such object. RBC, which is nearly everywhere, is judged by its share in the grid's crops (see presence).
Fields: pointing game. Is the maximum of Grad-CAM (last map, target = logit, bilinear) in an annotated box of the class (RBC: in the mask of
red cells)? Chance is the share of the field that those boxes cover. Strict, and with the tolerance of 15 pixels of Zhang et al. (2018, "Top-down
neural attention by excitation backprop").
"""
import argparse

import numpy as np
import torch
import torch.nn.functional as functional
from scipy import ndimage
from sklearn.metrics import roc_auc_score

import smears


def normalise(images):
	x = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float()
	return (x - torch.tensor(smears.MEAN).view(1, 3, 1, 1)) / torch.tensor(smears.DEVIATION).view(1, 3, 1, 1)


def scores(network, crops):
	with torch.no_grad():
		return np.concatenate([network(normalise(crops[i:i + 32])).numpy() for i in range(0, len(crops), 32)])


def crops(network, fields, size):
	positive, negative, unsure = ([[], [], []] for _ in range(3))
	for f in fields:
		h, w = f.image.shape[:2]
		places = [(x, y) for y in range(0, h - size + 1, size // 2) for x in range(0, w - size + 1, size // 2)]
		grid = scores(network, [f.image[y:y + size, x:x + size] for x, y in places])
		for c, boxes in enumerate((f.white, f.platelets)):
			centres = [(int(np.clip((b[0] + b[2] - size) // 2, 0, w - size)), int(np.clip((b[1] + b[3] - size) // 2, 0, h - size))) for b in boxes]
			if centres:
				positive[c] += scores(network, [f.image[y:y + size, x:x + size] for x, y in centres])[:, c].tolist()
			for (x, y), s in zip(places, grid):
				if not any(smears.overlap(b, x, y, size, size) for b in boxes):
					negative[c].append(s[c])
					if not any(smears.overlap(b, x, y, size, size) for b in f.unsure):
						unsure[c].append(s[c])
		for (x, y), s in zip(places, grid):
			labels, known = smears.presence(f, x, y, size, size)
			if known[2]:
				(positive if labels[2] else negative)[2].append(s[2])
	for c, name in enumerate(smears.LABELS):
		p, n = positive[c], negative[c]
		if p and n:
			auc = lambda n: roc_auc_score([1] * len(p) + [0] * len(n), p + n)
			right = (np.mean(np.array(p) > 0) + np.mean(np.array(n) < 0)) / 2
			clean = f', {auc(unsure[c]):.4f} without crops that hold unannotated purple spots' if unsure[c] and len(unsure[c]) < len(n) else ''
			print(f'  crops {size} px  {name:8s} AUC {auc(n):.4f}{clean}  balanced accuracy at 0.5 {right:.3f}  ({len(p)} positive, {len(n)} negative)')


def gradcam(network, image):
	"""Grad-CAM of every class at the field's resolution, straight from the definition."""
	x = normalise([image])
	taps = []
	y = network.stem(network.shrink(x))
	maps = network.block4(network.block3(network.block2(network.block1(y)))).detach().requires_grad_()
	logits = network.head(torch.flatten(network.pool(maps), 1))
	for c in range(3):
		gradient, = torch.autograd.grad(logits[0, c], maps, retain_graph=True)
		cam = functional.relu((gradient.mean((2, 3), keepdim=True) * maps).sum(1, keepdim=True))
		taps.append(functional.interpolate(cam, image.shape[:2], mode='bilinear', align_corners=False)[0, 0].detach().numpy())
	return taps, logits[0].detach().numpy()


def pointing(network, fields):
	hits, chance, near, near_chance, field_scores = ([[], [], []] for _ in range(5))
	for f in fields:
		cams, logits = gradcam(network, f.image)
		for c in range(3):
			mask = np.zeros(f.image.shape[:2], bool)
			for x0, y0, x1, y1 in (f.white, f.platelets, [])[c]:
				mask[y0:y1, x0:x1] = True
			if c == 2:
				mask = f.rbc
			field_scores[c].append((logits[c], mask.any()))
			if mask.any():
				hits[c].append(mask[np.unravel_index(cams[c].argmax(), mask.shape)] and cams[c].max() > 0)
				chance[c].append(mask.mean())
				around = ndimage.distance_transform_edt(~mask) <= 15
				near[c].append(around[np.unravel_index(cams[c].argmax(), mask.shape)] and cams[c].max() > 0)
				near_chance[c].append(around.mean())
	for c, name in enumerate(smears.LABELS):
		there = [s > 0 for s, m in field_scores[c] if m]
		absent = [s < 0 for s, m in field_scores[c] if not m]
		also = f', absent in {np.mean(absent):.3f} of {len(absent)} without' if absent else ''
		print(f'  fields  {name:8s} pointing game {np.mean(hits[c]):.3f}  chance {np.mean(chance[c]):.3f}, within 15 px {np.mean(near[c]):.3f} chance {np.mean(near_chance[c]):.3f}  ({len(hits[c])} fields); '
			f'whole field said to hold it: {np.mean(there):.3f} of {len(there)} with{also}')


def main():
	parser = argparse.ArgumentParser()
	parser.add_argument('--weights', required=True)
	parser.add_argument('--real', required=True)
	parser.add_argument('--simulated')
	a = parser.parse_args()
	network = torch.jit.load(a.weights).eval()
	sets = [('BCCD val', smears.real(a.real, 'val'))]
	if a.simulated:
		sets.append(('simulated', smears.simulated(a.simulated)))
	for name, fields in sets:
		print(f'{name}: {len(fields)} fields')
		for size in (160, 256):
			crops(network, fields, size)
		pointing(network, fields)


if __name__ == '__main__':
	main()
