"""Golden maps by Captum and pytorch-grad-cam of logits, of a label inside a region and of single units inside a network.

    PYTORCH_GRAD_CAM=<its source folder> CAPTUM=<its source folder> python3 src/test/python/peers.py

Writes src/test/resources/peers.json, which says what each map is, and peers.npy, their values one after the other, computed in double
precision. Where a peer defines a technique otherwise, the definition in question is replaced here and nothing else:

- NoiseTunnel draws its noise from oracle.formula instead of a generator of random numbers (`torch.normal`), σ is 0.15 of the range.
- GuidedGradCam enlarges bilinearly, which is one of its options. Where Grad-CAM finds no positive evidence it is a map of zeros.
- ScoreCAM enlarges its masks without aligned corners, as the code of the paper does.
- GradCAM++ adds 1e-6 to its denominator, which changes maps of small gradients: it is asked for 10⁴·S, where that vanishes, and once
  for S itself.

pytorch-grad-cam's maps are what get_cam_image returns: weighted, not yet cut off at zero, stretched or resized.
"""
import json
import os
import subprocess
import sys
import types
from pathlib import Path
from unittest.mock import MagicMock

if "PYTORCH_GRAD_CAM" in os.environ:
    sys.path.insert(0, os.environ["PYTORCH_GRAD_CAM"])
import numpy as np  # noqa: E402
import oracle  # noqa: E402
import tiny_nets  # noqa: E402
import torch  # noqa: E402

captum = oracle._import_captum()
for absent in ("ttach", "torchvision", "torchvision.transforms"):
    sys.modules.setdefault(absent, MagicMock())
from captum.attr import (Deconvolution, GuidedBackprop, GuidedGradCam, InputXGradient, IntegratedGradients, LayerGradCam,  # noqa: E402
                         NoiseTunnel, Occlusion, Saliency)
from pytorch_grad_cam import GradCAM, GradCAMPlusPlus, HiResCAM, LayerCAM, ScoreCAM  # noqa: E402

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
SCALE = 1e4
SAMPLES = 4
NOISE = 0.15

# Captum's rules want every ReLU a module of its own, which those of Residual are not.
CASES = [
    {"net": "gap", "target": {"kind": "logit", "index": 2}, "layers": ["features.2", "features.5"], "rules": True},
    {"net": "gap", "target": {"kind": "unit", "layer": "features.4", "index": 9, "x": 5, "y": 2}, "layers": ["features.1", "features.3"],
     "rules": True},
    {"net": "residual", "target": {"kind": "logit", "index": 0}, "layers": ["layer1", "layer2.0"], "rules": False},
    {"net": "residual", "target": {"kind": "unit", "layer": "layer2.0", "index": 3, "x": 2, "y": 1}, "layers": ["layer1.0"], "rules": False},
    {"net": "unet", "target": {"kind": "region", "index": 2, "left": 5, "top": 4, "right": 12, "bottom": 10}, "layers": ["bottom", "merge2"],
     "rules": True},
    {"net": "unet", "target": {"kind": "unit", "layer": "merge2", "index": 4, "x": 6, "y": 3}, "layers": ["bottom"], "rules": True},
]
NETS = {"gap": tiny_nets.Gap, "residual": tiny_nets.Residual, "unet": tiny_nets.UNet}


class Score(torch.nn.Module):
    """The network with the target as its only output, [N, 1]."""

    def __init__(self, net, target):
        super().__init__()
        self.net = net
        self.target = target
        self.reached = None
        if target["kind"] == "unit":
            dict(net.named_modules())[target["layer"]].register_forward_hook(self.keep)

    def keep(self, module, inputs, output):
        self.reached = output.clone()

    def forward(self, x):
        output = self.net(x)
        t = self.target
        if t["kind"] == "logit":
            return output[:, t["index"]:t["index"] + 1]
        if t["kind"] == "unit":
            return self.reached[:, t["index"], t["y"], t["x"]].unsqueeze(1)
        return output[:, t["index"], t["top"]:t["bottom"], t["left"]:t["right"]].sum((1, 2)).unsqueeze(1)


def load(name):
    model = NETS[name]()
    model.load_state_dict(torch.jit.load(str(RESOURCES / "nets" / (name + "-scripted.pt"))).state_dict())
    return model.double().eval()


def noisy(score, x):
    normal = torch.normal
    torch.normal = lambda mean, deviation: mean + deviation * oracle.formula(deviation.shape, 7).double()
    try:
        return NoiseTunnel(Saliency(score)).attribute(x, nt_type="smoothgrad", nt_samples=SAMPLES, stdevs=NOISE * float(x.max() - x.min()), target=0,
                                                      abs=False)
    finally:
        torch.normal = normal


def raw(method, score, module, x, factor=1.0):
    with method(model=score, target_layers=[module]) as cam:
        maps = []
        inner = cam.get_cam_image
        cam.get_cam_image = types.MethodType(lambda self, *a, **k: maps.append(inner(*a, **k)) or maps[-1], cam)
        cam(input_tensor=x.clone().requires_grad_(), targets=[lambda output: factor * output[0]])
    return torch.as_tensor(maps[0])


def maps(case, score, x):
    fresh = lambda: x.clone().requires_grad_()  # noqa: E731
    yield "Saliency", None, Saliency(score).attribute(fresh(), target=0, abs=False), {}
    yield "InputXGradient", None, InputXGradient(score).attribute(fresh(), target=0), {}
    shares, delta = IntegratedGradients(score).attribute(x, torch.zeros_like(x), target=0, n_steps=50, method="gausslegendre",
                                                         return_convergence_delta=True)
    yield "IntegratedGradients", None, shares, {"delta": float(delta)}
    yield "NoiseTunnel", None, noisy(score, x), {"samples": SAMPLES, "noise": NOISE}
    channels = x.shape[1]
    with torch.no_grad():
        yield "Occlusion", None, Occlusion(score).attribute(x, (channels, 4, 4), strides=(channels, 2, 2), target=0, baselines=0.25)[:, :1], {}
    if case["rules"]:
        yield "GuidedBackprop", None, GuidedBackprop(score).attribute(fresh(), target=0), {}
        yield "Deconvolution", None, Deconvolution(score).attribute(fresh(), target=0), {}
    modules = dict(score.net.named_modules())
    for layer in case["layers"]:
        module = modules[layer]
        yield "LayerGradCam", layer, LayerGradCam(score, module).attribute(fresh(), target=0), {}
        if case["rules"]:
            yield "GuidedGradCam", layer, GuidedGradCam(score, module).attribute(fresh(), target=0, interpolate_mode="bilinear"), {}
        for method in (GradCAM, HiResCAM, LayerCAM):
            yield method.__name__, layer, raw(method, score, module, x), {}
        yield "GradCAMPlusPlus", layer, raw(GradCAMPlusPlus, score, module, x, SCALE), {"factor": SCALE}
        yield "GradCAMPlusPlus", layer, raw(GradCAMPlusPlus, score, module, x), {"factor": 1.0}
        aligned = torch.nn.UpsamplingBilinear2d
        torch.nn.UpsamplingBilinear2d = lambda size: torch.nn.Upsample(size=size, mode="bilinear", align_corners=False)
        try:
            yield "ScoreCAM", layer, raw(ScoreCAM, score, module, x), {}
        finally:
            torch.nn.UpsamplingBilinear2d = aligned


def version():
    folder = os.environ.get("PYTORCH_GRAD_CAM")
    commit = subprocess.run(["git", "-C", folder, "log", "-1", "--format=%h %cs"], capture_output=True, text=True).stdout.strip() if folder else ""
    return commit or "installed"


def main():
    torch.set_default_dtype(torch.float64)
    entries = []
    values = []
    for case in CASES:
        golden = json.loads((RESOURCES / "golden" / (case["net"] + ".json")).read_text())["input"]
        make = oracle.smooth if golden["formula"] == "smooth" else oracle.formula
        x = make(golden["shapes"][0]).double()
        score = Score(load(case["net"]), case["target"])
        for technique, layer, found, more in maps(case, score, x):
            if technique == "LayerGradCam":
                positive = bool((found > 0).any())
            if not bool((found != 0).any()) and (technique != "GuidedGradCam" or positive):
                raise SystemExit(f"{case['net']} {technique} {layer}: a map of zeros holds nothing to account")
            entry = {"net": case["net"], "target": case["target"], "technique": technique}
            if layer:
                entry["layer"] = layer
            entries.append({**entry, **more, "at": sum(v.size for v in values), "count": found.numel()})
            values.append(found.detach().numpy().astype(np.float32).ravel())
    head = {"source": "src/test/python/peers.py", "torch": torch.__version__, "captum": captum.__version__, "pytorch-grad-cam": version()}
    lines = ",\n".join(json.dumps(entry) for entry in entries)
    (RESOURCES / "peers.json").write_text(json.dumps(head)[:-1] + ', "maps": [\n' + lines + "\n]}\n")
    np.save(RESOURCES / "peers.npy", np.concatenate(values))


main()
