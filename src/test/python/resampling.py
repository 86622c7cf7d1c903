"""Writes golden values for org.fovea.image.Resampling: python3 resampling.py > ../resources/org/fovea/image/resampling.txt"""
import torch
import torch.nn.functional as F

torch.manual_seed(1)
pixels = torch.randint(0, 256, (1, 2, 9, 7)).float()


def line(name, tensor):
    n, c, h, w = tensor.shape
    print(name, c, h, w, *("%.6g" % v for v in tensor.flatten().tolist()))


print("# torch", torch.__version__, "interpolate(bilinear, align_corners=False, antialias=True); pad(reflect)")
line("input", pixels)
for h, w in ((3, 2), (4, 7), (9, 3), (12, 20), (5, 16), (1, 1)):
    line("resize", F.interpolate(pixels.double(), size=(h, w), mode="bilinear", align_corners=False, antialias=True).float())
line("reflect", F.pad(pixels, (0, 4, 0, 3), mode="reflect"))
