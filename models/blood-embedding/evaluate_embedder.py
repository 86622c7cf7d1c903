"""Measures blood-embedding on fields it was not trained on.

python3 evaluate_embedder.py --weights blood-embedding.pt --real FOLDER_OF_BCCD --simulated FOLDER_OF_ExportBloodSmear

Crops of 160 px: those centred on each annotated WBC and platelet, and as many of a grid that hold red cells only. A crop's class is the set of
labels that it shows (see smears.presence); those that cannot be said are left out. Every crop of val.txt is asked for its nearest neighbour
among the crops of train.txt, and for the nearest mean of a class of these. Chance is the share of the most frequent class.
Fields: pointing game of FAM with the field itself and with the mean embedding of the training crops centred on a class as reference. Is the
maximum of the map (bilinear) in an annotated box of that class (itself: of a WBC or a platelet)? Chance is the share of the field that those
boxes cover. The same on crops of 256 px around each object.
"""
import argparse

import numpy as np
import torch
import torch.nn.functional as functional

import embedder  # finds the folder of blood-cells
import smears


def normalise(images):
	x = torch.from_numpy(np.stack(images)).permute(0, 3, 1, 2).float()
	return (x - torch.tensor(smears.MEAN).view(1, 3, 1, 1)) / torch.tensor(smears.DEVIATION).view(1, 3, 1, 1)


def embeddings(network, crops):
	with torch.no_grad():
		return torch.cat([network(normalise(crops[i:i + 32])) for i in range(0, len(crops), 32)])


def crop(smear, x, y, size):
	return smear.image[y:y + size, x:x + size]


def centred(smear, box, size):
	h, w = smear.image.shape[:2]
	return int(np.clip((box[0] + box[2] - size) // 2, 0, w - size)), int(np.clip((box[1] + box[3] - size) // 2, 0, h - size))


def collect(fields, size=160):
	"""Crops and their sets of labels as numbers; red cells only are as many as the others."""
	crops, classes, plain = [], [], []

	def add(f, x, y, wanted):
		labels, known = smears.presence(f, x, y, size, size)
		if known.all():
			number = int(labels @ [1, 2, 4])
			(plain if wanted is None else crops).append((crop(f, x, y, size), number))

	for f in fields:
		h, w = f.image.shape[:2]
		for c, boxes in enumerate((f.white, f.platelets)):
			for b in boxes:
				add(f, *centred(f, b, size), c)
		for y in range(0, h - size + 1, size):
			for x in range(0, w - size + 1, size):
				if not any(smears.overlap(b, x, y, size, size) for b in f.white + f.platelets):
					add(f, x, y, None)
	step = max(1, len(plain) // len(crops))
	crops += plain[::step]
	return [c for c, _ in crops], np.array([n for _, n in crops])


def name(number):
	return '+'.join(label for i, label in enumerate(smears.LABELS) if number >> i & 1) or 'nothing'


def neighbours(network, train, val):
	images, known = collect(train)
	gallery = embeddings(network, images)
	images, truth = collect(val)
	queries = embeddings(network, images)
	nearest = known[(queries @ gallery.T).argmax(1).numpy()]
	classes = [c for c in np.unique(known) if (known == c).sum() >= 10]
	means = torch.stack([functional.normalize(gallery[torch.from_numpy(known == c)].mean(0), dim=0) for c in classes])
	prototype = np.array(classes)[(queries @ means.T).argmax(1).numpy()]
	both = np.isin(truth, classes)
	print(f'  crops 160 px: {len(known)} of train, {len(truth)} of val; chance {max((truth == c).mean() for c in np.unique(truth)):.3f}')
	print(f'  1-NN {(nearest == truth).mean():.3f}, prototypes {(prototype == truth)[both].mean():.3f}')
	for i, label in enumerate(smears.LABELS):
		there = truth >> i & 1
		right = lambda found: np.mean([(found >> i & 1)[there == v].__eq__(v).mean() for v in (0, 1) if (there == v).any()])
		print(f'    {label:8s} balanced accuracy by 1-NN {right(nearest):.3f}, by prototype {right(prototype):.3f}')
	for c in classes:
		if (truth == c).any():
			print(f'    {name(c):18s} {(truth == c).sum():4d} crops of val: 1-NN {(nearest == c)[truth == c].mean():.3f}, prototype {(prototype == c)[truth == c].mean():.3f}')


def fam(network, image, reference=None):
	"""FAM straight from the definition; r is x for the image itself."""
	with torch.no_grad():
		maps = network.block4(network.block3(network.block2(network.block1(network.stem(network.shrink(normalise([image])))))))
		x = maps.mean((2, 3))[0]
		r = x if reference is None else reference
		share = x * r / (x.norm() * r.norm())
		cam = functional.relu((share[:, None, None] * maps[0]).sum(0))
		return functional.interpolate(cam[None, None], image.shape[:2], mode='bilinear', align_corners=False)[0, 0].numpy()


def pointing(network, train, val):
	references = [embeddings(network, [crop(f, *centred(f, b, 160), 160) for f in train for b in boxes(f)]).mean(0)
		for boxes in (lambda f: f.white, lambda f: f.platelets)]
	either = lambda f: f.white + f.platelets
	for label, reference, boxes in (('itself, WBC or platelet', None, either), ('itself, WBC', None, lambda f: f.white),
			('mean of WBC, WBC', references[0], lambda f: f.white), ('mean of platelets, platelet', references[1], lambda f: f.platelets)):
		score = lambda image, mask: (mask[np.unravel_index(fam(network, image, reference).argmax(), mask.shape)], mask.mean())
		fields, crops = [], []
		for f in val:
			mask = np.zeros(f.image.shape[:2], bool)
			for x0, y0, x1, y1 in boxes(f):
				mask[y0:y1, x0:x1] = True
			if mask.any():
				fields.append(score(f.image, mask))
			for b in boxes(f):
				x, y = centred(f, b, 256)
				crops.append(score(crop(f, x, y, 256), mask[y:y + 256, x:x + 256]))
		for where, hits in (('fields', fields), ('crops 256 px', crops)):
			print(f'  {where:12s} FAM to {label:28s} pointing game {np.mean([h for h, _ in hits]):.3f}  chance {np.mean([c for _, c in hits]):.3f}  ({len(hits)})')


def main():
	parser = argparse.ArgumentParser()
	parser.add_argument('--weights', required=True)
	parser.add_argument('--real', required=True)
	parser.add_argument('--simulated')
	a = parser.parse_args()
	torch.set_num_threads(1)
	network = torch.jit.load(a.weights).eval()
	train = smears.real(a.real, 'train')
	sets = [('BCCD val', smears.real(a.real, 'val'))]
	if a.simulated:
		sets.append(('simulated', smears.simulated(a.simulated)))
	for title, fields in sets:
		print(f'{title}: {len(fields)} fields')
		neighbours(network, train, fields)
		pointing(network, train, fields)


if __name__ == '__main__':
	main()
