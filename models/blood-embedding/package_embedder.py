"""Writes the bioimage.io package: weights, test tensors, card and description with hashes.

python3 package_embedder.py --weights blood-embedding.pt --crop crop-0000-neutrophil.png --folder FOLDER_OF_THE_PACKAGE
"""
import argparse
import datetime
import hashlib
import os
import shutil

import numpy as np
import torch
from PIL import Image

import embedder  # finds the folder of blood-cells
import smears
import stripped

DESCRIPTION = '''\
%YAML 1.2
---
format_version: 0.5.3
type: model
name: Blood embedding
description: Describes an RGB image of a Giemsa-stained blood smear by 96 numbers, such that images that show the same kinds of cells are similar; about 14 pixels per micrometre (640 x 480 fields of an oil-immersion lens, a red cell about 100 pixels wide).
version: {version}
timestamp: '{timestamp}'
license: BSD-2-Clause
documentation: README.md
authors:
  - name: Fovea developers
cite:
  - text: "Shenggan: BCCD, a data set of blood cell photos (2017, MIT licence), after photos and annotations by cosmicad and akshaylamba."
    url: https://github.com/Shenggan/BCCD_Dataset
tags: [blood, cells, smear, 2d, rgb, embedding, contrastive, brightfield, pytorch, fovea]
inputs:
  - id: image
    description: Red, green and blue, 0 to 255, at native resolution; any size from 32 pixels, crops of 160 to 256 pixels or whole fields.
    axes:
      - type: batch
      - type: channel
        channel_names: [red, green, blue]
      - type: space
        id: y
        size: {{min: 32, step: 1}}
      - type: space
        id: x
        size: {{min: 32, step: 1}}
    data:
      type: float32
      range: [0, 255]
    test_tensor:
      source: test-input.npy
      sha256: {input}
    preprocessing:
      - id: ensure_dtype
        kwargs:
          dtype: float32
      - id: fixed_zero_mean_unit_variance
        kwargs:
          axis: channel
          mean: {mean}
          std: {deviation}
      - id: ensure_dtype
        kwargs:
          dtype: float32
outputs:
  - id: embedding
    description: A vector of length one; the sum of products of two of them is the cosine of their angle, 1 for images that are alike.
    axes:
      - type: batch
      - type: channel
        channel_names: [{channels}]
    test_tensor:
      source: test-output.npy
      sha256: {output}
weights:
  torchscript:
    source: blood-embedding.pt
    sha256: {weights}
    pytorch_version: '{pytorch}'
config:
  fovea:
    kind: embedder
    layer: block4
    sample: blood-smear
'''


def sha256(path):
	return hashlib.sha256(open(path, 'rb').read()).hexdigest()


def main():
	parser = argparse.ArgumentParser()
	parser.add_argument('--weights', required=True)
	parser.add_argument('--crop', required=True, help='a simulated crop')
	parser.add_argument('--folder', required=True)
	parser.add_argument('--version', default='0.1.0')
	a = parser.parse_args()
	torch.set_num_threads(1)
	os.makedirs(a.folder, exist_ok=True)
	inside = lambda name: os.path.join(a.folder, name)
	stripped.strip(a.weights, inside('blood-embedding.pt'), 'blood-embedding')
	network = torch.jit.load(inside('blood-embedding.pt')).eval()
	# sides that differ and are no multiples of 16 show a swapped or rounded axis
	pixels = np.asarray(Image.open(a.crop).convert('RGB')).transpose(2, 0, 1)[None, :, :110, :150].astype(np.float32)
	mean, deviation = (torch.tensor(v).view(1, 3, 1, 1) for v in (smears.MEAN, smears.DEVIATION))
	with torch.no_grad():
		embedding = network((torch.from_numpy(pixels) - mean) / deviation).numpy()
	np.save(inside('test-input.npy'), pixels)
	np.save(inside('test-output.npy'), embedding)
	shutil.copyfile(os.path.join(os.path.dirname(os.path.abspath(__file__)), 'README.md'), inside('README.md'))
	with open(inside('bioimageio.yaml'), 'w') as f:
		f.write(DESCRIPTION.format(version=a.version, timestamp=datetime.datetime.now(datetime.timezone.utc).isoformat(timespec='seconds'),
			input=sha256(inside('test-input.npy')), output=sha256(inside('test-output.npy')), weights=sha256(inside('blood-embedding.pt')),
			channels=', '.join(f'e{i}' for i in range(embedding.shape[1])), mean=smears.MEAN, deviation=smears.DEVIATION,
			pytorch=torch.__version__.split('+')[0]))
	print('embedding of the test crop', embedding.round(3).tolist())


if __name__ == '__main__':
	main()
