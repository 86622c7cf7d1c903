"""Golden similarities and maps of FAM, by PyTorch alone, in double precision.

    python3 src/test/python/feature_activation.py

Writes src/test/resources/feature-activation.json. Embeddings are torch.nn.functional.adaptive_avg_pool2d of a layer's maps, similarities
torch.nn.functional.cosine_similarity. The weight of a map is the derivative of the similarity by a factor on that channel of the embedding,
the lengths of both vectors held fixed; maps are the weighted sums, not yet cut off at zero.
"""
import json
from pathlib import Path

import oracle
import tiny_nets
import torch
import torch.nn.functional as functional

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
NETS = {"gap": (tiny_nets.Gap, ["features.2", "features.4", "features.5"]), "residual": (tiny_nets.Residual, ["layer1", "layer2"])}


def tap(model, layer, x):
    taps = []
    handle = dict(model.named_modules())[layer].register_forward_hook(lambda module, inputs, output: taps.append(output.detach().clone()))
    model(x)
    handle.remove()
    return taps[-1]


def pooled(maps):
    return torch.flatten(functional.adaptive_avg_pool2d(maps, 1), 1)


def weighted(maps, reference):
    factor = torch.ones(maps.shape[1], dtype=maps.dtype, requires_grad=True)
    lengths = pooled(maps).norm() * reference.norm()
    weights, = torch.autograd.grad((pooled(maps) * factor * reference).sum() / lengths, factor)
    return torch.tensordot(weights, maps[0], 1)


def main():
    result = {"source": "src/test/python/feature_activation.py", "torch": torch.__version__, "nets": {}}
    for name, (make, layers) in NETS.items():
        golden = json.loads((RESOURCES / "golden" / (name + ".json")).read_text())
        model = make()
        model.load_state_dict(torch.jit.load(str(RESOURCES / "nets" / (name + "-scripted.pt"))).state_dict())
        model = model.eval().double()
        shape = golden["input"]["shapes"][0]
        x, other, third = (oracle.formula(shape, number).double() for number in (0, 7, 9))
        entries = []
        for layer in layers:
            maps = tap(model, layer, x)
            embedding, one, two = pooled(maps), pooled(tap(model, layer, other)), pooled(tap(model, layer, third))
            for kind, reference in (("self", embedding), ("image", one), ("mean", (one + two) / 2)):
                entries.append({"layer": layer, "reference": kind, "similarity": functional.cosine_similarity(embedding, reference).item(),
                                "map": [float("%.9g" % v) for v in weighted(maps, reference).flatten().tolist()]})
        result["nets"][name] = entries
    (RESOURCES / "feature-activation.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


main()
