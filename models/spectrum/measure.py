"""Measures the spectrum of stained smears that MACO... keeps with spectrum=smears.

python3 measure.py --real FOLDER_OF_BCCD --output ../../src/main/resources/org/fovea/synthesis/smears.csv

NumPy and Pillow. Pixels become the field of MACO: the sigmoid's inverse, such that the slope at the usual mean is the usual deviation (both as in the
description of blood-cells); colours become brightness, R - B and R - 2G + B, divided by the deviations of natural photographs along them. Each field of
the training split is freed of its mean, faded out towards its borders by a Hann window, and transformed; |rfft2| is averaged over the fields and over all
directions, in 48 rings of equal width in log frequency; rings without a frequency are left out.
"""
import argparse
from pathlib import Path

import numpy as np
from PIL import Image

MEAN = np.array([188.0, 177.0, 182.0]) / 255
DEVIATION = np.array([16.0, 26.0, 19.0]) / 255
END = 1e-3
AXES = np.array([[1, 1, 1], [1, 0, -1], [1, -2, 1]]) / np.sqrt([[3], [2], [6]])
VARIED = np.array([[1], [0.275], [0.133]])
RINGS = 48


def logit(share):
	inside = np.clip(share, END, 1 - END)
	return np.log(inside / (1 - inside))


def field(pixels):
	"""[H, W, 3] in 0..255 to [3, H, W] along uncorrelated colours."""
	k = DEVIATION / (MEAN * (1 - MEAN))
	v = (logit(pixels / 255) - logit(MEAN)) / k
	return np.moveaxis(v @ (AXES / VARIED).T, 2, 0)


def magnitudes(x):
	"""Of a windowed field, as large as that of the same noise without a window."""
	window = np.outer(*(np.sin(np.pi * (np.arange(n) + 0.5) / n) ** 2 for n in x.shape[1:]))
	centred = x - (x * window).sum((1, 2), keepdims=True) / window.sum()
	return np.abs(np.fft.rfft2(centred * window)) / np.sqrt((window ** 2).sum())


def main():
	parser = argparse.ArgumentParser()
	parser.add_argument('--real', type=Path, required=True)
	parser.add_argument('--output', type=Path, required=True)
	options = parser.parse_args()
	names = (options.real / 'train.txt').read_text().split()
	total = 0
	for name in names:
		pixels = np.asarray(Image.open(options.real / 'images' / (name + '.jpg')).convert('RGB'), dtype=float)
		total = total + magnitudes(field(pixels))
	mean = total / len(names)
	height, width = pixels.shape[:2]
	f = np.hypot(np.fft.fftfreq(height)[:, None], np.fft.rfftfreq(width)[None, :])
	edges = np.geomspace(1 / height, np.sqrt(0.5) * 1.0001, RINGS + 1)
	rows = ['cycles per pixel,brightness,red - blue,red - 2 green + blue']
	for low, high in zip(edges, edges[1:]):
		ring = (f >= low) & (f < high)
		if ring.any():
			rows.append('%.5g,' % np.exp(np.log(f[ring]).mean()) + ','.join('%.4g' % mean[c][ring].mean() for c in range(3)))
	options.output.write_text('\n'.join(rows) + '\n')
	print(len(names), 'fields,', len(rows) - 1, 'frequencies')


if __name__ == '__main__':
	main()
