"""Fields of blood smears with what is known about them: real ones (BCCD, boxes) and simulated ones (exact labels)."""
import csv
import glob
import os
import xml.etree.ElementTree as ElementTree
from dataclasses import dataclass, field

import numpy as np
from PIL import Image
from scipy import ndimage

LABELS = ['WBC', 'platelet', 'RBC']
# mean and deviation of the training fields' pixels, 0-255; part of the network's input convention
MEAN = [188.0, 177.0, 182.0]
DEVIATION = [16.0, 26.0, 19.0]


@dataclass
class Smear:
	name: str
	image: np.ndarray  # H x W x 3, 0-255
	rbc: np.ndarray  # H x W, what certainly is red cell
	leukocyte: np.ndarray  # H x W, what certainly is white cell
	white: list = field(default_factory=list)  # boxes (x0, y0, x1, y1)
	platelets: list = field(default_factory=list)
	red: list = field(default_factory=list)
	unsure: list = field(default_factory=list)  # boxes of stained things that nobody annotated

	def __post_init__(self):
		self.integrals = [np.pad(m.astype(np.int64).cumsum(0).cumsum(1), ((1, 0), (1, 0))) for m in (self.rbc, self.leukocyte)]

	def red_area(self, x, y, width, height):
		return self._area(self.integrals[0], x, y, width, height)

	def white_area(self, x, y, width, height):
		return self._area(self.integrals[1], x, y, width, height)

	@staticmethod
	def _area(i, x, y, width, height):
		return i[y + height, x + width] - i[y, x + width] - i[y + height, x] + i[y, x]


def density(image):
	"""Optical density against the field's own background."""
	background = np.percentile(image.reshape(-1, 3), 90, axis=0)
	return -np.log10(np.clip(image, 1, 255) / background)


def ellipses(shape, boxes):
	y, x = np.mgrid[:shape[0], :shape[1]]
	inside = np.zeros(shape, bool)
	for x0, y0, x1, y1 in boxes:
		inside |= ((x - (x0 + x1) / 2) / ((x1 - x0) / 2)) ** 2 + ((y - (y0 + y1) / 2) / ((y1 - y0) / 2)) ** 2 < 1
	return inside


def touches(a, b):
	return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def real(folder, split):
	"""The fields of train.txt or val.txt. Red cells are found by colour, because many of them have no box."""
	smears = []
	for name in open(os.path.join(folder, split + '.txt')).read().split():
		image = np.asarray(Image.open(os.path.join(folder, 'images', name + '.jpg')).convert('RGB'))
		boxes = {'WBC': [], 'RBC': [], 'Platelets': []}
		for o in ElementTree.parse(os.path.join(folder, 'annotations', name + '.xml')).iter('object'):
			box = [int(float(o.find('bndbox/' + k).text)) for k in ('xmin', 'ymin', 'xmax', 'ymax')]
			if box[2] - box[0] > 4 and box[3] - box[1] > 4:
				# Pascal VOC counts pixels from 1 and includes the last
				boxes[o.find('name').text].append([box[0] - 1, box[1] - 1, box[2], box[3]])
		d = ndimage.gaussian_filter(density(image.astype(float)), (2, 2, 0))
		white = ellipses(d.shape[:2], boxes['WBC'])
		red = (d[..., 1] - d[..., 0] > 0.028) & (d[..., 2] > 0.03) & ~white
		red = ndimage.binary_opening(red, iterations=3)
		purple = (d[..., 0] > 0.075) & (d[..., 2] < 0.5 * d[..., 0])
		unsure = []
		components, _ = ndimage.label(ndimage.binary_opening(purple, iterations=2))
		for i, s in enumerate(ndimage.find_objects(components)):
			box = (s[1].start, s[0].start, s[1].stop, s[0].stop)
			if (components[s] == i + 1).sum() > 60 and not any(touches(box, b) for b in boxes['WBC'] + boxes['Platelets']):
				unsure.append(box)
		smears.append(Smear(name, image, red, white, boxes['WBC'], boxes['Platelets'], boxes['RBC'], unsure))
	return smears


def simulated(folder, pattern='field-*'):
	"""What org.fovea.sample.ExportBloodSmear wrote."""
	smears = []
	for table in sorted(glob.glob(os.path.join(folder, pattern + '.csv'))):
		stem = table[:-4]
		boxes = {'WBC': [], 'RBC': [], 'platelet': []}
		for row in csv.DictReader(open(table)):
			box = [int(row['minX']), int(row['minY']), int(row['maxX']) + 1, int(row['maxY']) + 1]
			if box[2] - box[0] > 4 and box[3] - box[1] > 4:
				boxes[row['group']].append(box)
		labels = np.asarray(Image.open(stem + '-labels.png'))
		image = np.asarray(Image.open(stem + '.png').convert('RGB'))
		smears.append(Smear(os.path.basename(stem), image, labels == 1, labels >= 3, boxes['WBC'], boxes['platelet'], boxes['RBC']))
	return smears


def overlap(box, x, y, width, height):
	return max(0, min(box[2], x + width) - max(box[0], x)) * max(0, min(box[3], y + height) - max(box[1], y))


def presence(smear, x, y, width, height):
	"""(labels, known) of a crop: 1 if the class is there, 0 if not; known is 0 where it cannot be said."""
	labels = np.zeros(3, np.float32)
	known = np.ones(3, np.float32)
	# a corner of the box of a round cell does not show the cell: compare areas, not boxes
	there = [b for b in smear.white if overlap(b, x, y, width, height)]
	if there:
		smallest = min(0.78 * (b[2] - b[0]) * (b[3] - b[1]) for b in there)
		labels[0] = smear.white_area(x, y, width, height) >= 0.25 * min(smallest, width * height)
		known[0] = labels[0]
	shares = [overlap(b, x, y, width, height) / ((b[2] - b[0]) * (b[3] - b[1])) for b in smear.platelets]
	labels[1] = any(s >= 0.7 for s in shares)
	known[1] = labels[1] or not any(s > 0 for s in shares)
	if any(overlap(b, x, y, width, height) for b in smear.unsure):
		known[:2] *= labels[:2]
	area = smear.red_area(x, y, width, height)
	labels[2] = area > min(1500, 0.15 * width * height)
	known[2] = labels[2] or area < 50
	return labels, known
