"""Golden values for what makes pictures: optimizers by PyTorch, adversarial examples by Captum.

    CAPTUM=<its source folder> python3 src/test/python/synthesis.py

Writes src/test/resources/synthesis.json. Attacks run on the golden networks with the cross entropy of their logits, inside [-1, 1].
"""
import json
from pathlib import Path

import oracle
import tiny_nets
import torch

captum = oracle._import_captum()
from captum.robust import FGSM, PGD  # noqa: E402

RESOURCES = Path(__file__).resolve().parents[1] / "resources"
NETS = {"gap": tiny_nets.Gap, "residual": tiny_nets.Residual}
EPSILON = 0.05
STEP = 0.02
STEPS = 7
RADIUS = 0.8


def numbers(tensor):
    return [float("%.9g" % v) for v in tensor.flatten().tolist()]


def optimizers():
    """Ten steps up S = sum(w x - x^4 / 4) with w = 1, -2, 0.5, 3."""
    result = {}
    for name, make in (("adam", lambda p: torch.optim.Adam(p, lr=0.05)), ("nadam", lambda p: torch.optim.NAdam(p, lr=0.05)),
                       ("sgd", lambda p: torch.optim.SGD(p, lr=0.05))):
        x = torch.tensor([0.1, -0.2, 0.3, 0.4], dtype=torch.float64, requires_grad=True)
        w = torch.tensor([1.0, -2.0, 0.5, 3.0], dtype=torch.float64)
        optimizer = make([x])
        for _ in range(10):
            optimizer.zero_grad()
            (-(w * x - x ** 4 / 4).sum()).backward()
            optimizer.step()
        result[name] = numbers(x.detach())
    return result


def euclidean(model, x, target, sign):
    """Projected gradient ascent in the L2 ball with normalised gradients (Madry et al. 2018); Captum steps by signs there."""
    start = x
    for _ in range(STEPS):
        x = x.clone().requires_grad_()
        torch.nn.functional.cross_entropy(model(x), target).backward()
        x = x.detach() + sign * 0.3 * x.grad / x.grad.norm()
        delta = x - start
        x = torch.clamp(start + delta * min(1, RADIUS / float(delta.norm())), -1, 1)
    return x


def attacks(name, make):
    golden = json.loads((RESOURCES / "golden" / (name + ".json")).read_text())
    model = make()
    model.load_state_dict(torch.jit.load(str(RESOURCES / "nets" / (name + "-scripted.pt"))).state_dict())
    model = model.eval().double()
    x = oracle.formula(golden["input"]["shapes"][0]).double()
    label = model(x).argmax(1)
    other = (label + 1) % model(x).shape[1]
    loss = torch.nn.CrossEntropyLoss(reduction="none")
    fgsm = FGSM(model, loss_func=loss, lower_bound=-1, upper_bound=1)
    pgd = PGD(model, loss_func=loss, lower_bound=-1, upper_bound=1)
    fgsm.zero_thresh = pgd.fgsm.zero_thresh = 0
    return {"label": int(label), "other": int(other),
            "fgsm": numbers(fgsm.perturb(x, EPSILON, label)),
            "fgsm targeted": numbers(fgsm.perturb(x, EPSILON, other, targeted=True)),
            "pgd": numbers(pgd.perturb(x, EPSILON, STEP, STEPS, label)),
            "pgd targeted": numbers(pgd.perturb(x, EPSILON, STEP, STEPS, other, targeted=True)),
            "l2": numbers(euclidean(model, x, label, 1)), "l2 targeted": numbers(euclidean(model, x, other, -1))}


def main():
    result = {"source": "src/test/python/synthesis.py", "torch": torch.__version__, "captum": captum.__version__, "epsilon": EPSILON,
              "step": STEP, "steps": STEPS, "radius": RADIUS, "euclidean step": 0.3, "optimizers": optimizers(),
              "attacks": {name: attacks(name, make) for name, make in NETS.items()}}
    (RESOURCES / "synthesis.json").write_text(json.dumps(result, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
