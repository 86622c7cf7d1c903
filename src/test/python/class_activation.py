"""Golden maps of HiRes-CAM, Layer-CAM and Score-CAM by pytorch-grad-cam, and of integrated gradients by Captum.

    PYTORCH_GRAD_CAM=<its source folder> CAPTUM=<its source folder> python3 src/test/python/class_activation.py

Writes src/test/resources/class-activation.json. Maps are what get_cam_image returns: weighted, not yet cut off at zero or resized.
Score-CAM is asked at a layer of the input's own size, because pytorch-grad-cam enlarges masks with aligned corners, which the paper's
code does not.
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
import oracle  # noqa: E402
import tiny_nets  # noqa: E402
import torch  # noqa: E402

captum = oracle._import_captum()
sys.modules.setdefault("ttach", MagicMock())
sys.modules.setdefault("torchvision", MagicMock())
sys.modules.setdefault("torchvision.transforms", MagicMock())
from captum.attr import InputXGradient, IntegratedGradients, Occlusion  # noqa: E402
from pytorch_grad_cam import HiResCAM, LayerCAM, ScoreCAM  # noqa: E402
from pytorch_grad_cam.utils.model_targets import ClassifierOutputTarget  # noqa: E402

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
NETS = {"gap": (tiny_nets.Gap, ["features.2", "features.4"], "features.0"),
        "residual": (tiny_nets.Residual, ["layer1", "layer2"], None)}


def version():
    folder = os.environ.get("PYTORCH_GRAD_CAM")
    commit = subprocess.run(["git", "-C", folder, "log", "-1", "--format=%h %cs"], capture_output=True, text=True).stdout.strip() if folder else ""
    return "pytorch-grad-cam " + (commit or "installed")


def numbers(tensor):
    return [float("%.9g" % v) for v in tensor.flatten().tolist()]


def main():
    result = {"source": "src/test/python/class_activation.py", "torch": torch.__version__, "captum": captum.__version__,
              "pytorch-grad-cam": version(), "nets": {}}
    for name, (make, layers, full) in NETS.items():
        golden = json.loads((RESOURCES / "golden" / (name + ".json")).read_text())
        model = make()
        model.load_state_dict(torch.jit.load(str(RESOURCES / "nets" / (name + "-scripted.pt"))).state_dict())
        model.eval()
        x = oracle.formula(golden["input"]["shapes"][0])
        target = golden["target"]
        maps = []
        for layer in layers + [full] * (full is not None):
            module = dict(model.named_modules())[layer]
            for method in (HiResCAM, LayerCAM) + ((ScoreCAM,) if layer == full else ()):
                with method(model=model, target_layers=[module]) as cam:
                    raw = []
                    inner = cam.get_cam_image
                    cam.get_cam_image = types.MethodType(lambda self, *a, **k: raw.append(inner(*a, **k)) or raw[-1], cam)
                    cam(input_tensor=x.clone().requires_grad_(), targets=[ClassifierOutputTarget(target)])
                maps.append({"method": method.__name__, "layer": layer, "shape": list(raw[0].shape[1:]),
                             "values": numbers(torch.tensor(raw[0][0]))})
        shares, delta = IntegratedGradients(model).attribute(x, torch.zeros_like(x), target=target, n_steps=50, method="gausslegendre",
                                                             return_convergence_delta=True)
        window = (x.shape[1], 4, 4)
        occlusion = Occlusion(model).attribute(x, window, strides=(x.shape[1], 2, 2), target=target, baselines=0.25)[0, 0]
        result["nets"][name] = {"target": target, "maps": maps, "integrated": numbers(shares), "delta": float(delta), "occlusion": numbers(occlusion),
                                "product": numbers(InputXGradient(model).attribute(x.clone().requires_grad_(), target=target))}
    (RESOURCES / "class-activation.json").write_text(json.dumps(result, indent=None, separators=(",", ":")) + "\n")


main()
