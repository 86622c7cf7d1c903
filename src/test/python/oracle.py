"""Golden values for a network, from PyTorch and Captum alone: nothing of Fovea is used here.

Every quantity is computed in single precision and once more in double. The double one is stored (rounded to float); where the
two disagree `Unstable` is raised, so that a golden value never hangs on a ReLU or a maximum that rounding could flip.
"""
import contextlib
import copy
import hashlib
import json
import os
import sys
import types
import zipfile
from collections import OrderedDict
from pathlib import Path

if os.environ.get("PYTHONHASHSEED") != "0":
    # torch.jit.script writes constants in the order of a set of strings: fixed, so that two runs write the same bytes.
    os.execve(sys.executable, [sys.executable, "-W", "ignore", *sys.argv], {**os.environ, "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"})

import numpy as np
import torch
import torch.nn.functional as F

torch.set_num_threads(1)

SAMPLES = 160
AGREEMENT = 3e-6


class Unstable(Exception):
    """A network whose values depend on rounding: take other weights."""


def _import_captum():
    """Captum, also from a source folder in CAPTUM; its plots want matplotlib, which no number here needs."""
    if "CAPTUM" in os.environ:
        sys.path.insert(0, os.environ["CAPTUM"])
    try:
        import matplotlib  # noqa: F401
    except ImportError:
        from unittest.mock import MagicMock
        for name in ("", ".colors", ".pyplot", ".figure", ".axes", ".cm", ".lines", ".patches", ".ticker", ".colorbar",
                     ".collections", ".gridspec", ".axis", ".patheffects", ".image"):
            sys.modules["matplotlib" + name] = MagicMock()
        sys.modules["mpl_toolkits"] = MagicMock()
        sys.modules["mpl_toolkits.axes_grid1"] = MagicMock()
    import captum
    import captum.attr
    return captum


def formula(shape, number=0):
    """The input that Java computes again: ((31 i² + 17 i + 11 + 101 number) mod 1021) / 510 − 1, i counted in C order."""
    i = np.arange(int(np.prod(shape)), dtype=np.int64)
    values = ((31 * i * i + 17 * i + 11 + 101 * number) % 1021) / 510.0 - 1.0
    return torch.from_numpy(values.astype(np.float32)).reshape(tuple(shape))


def smooth(shape, number=0):
    """An input with structure: the formula at a quarter of the side, enlarged by repetition (integer arithmetic again)."""
    n, c, h, w = shape
    small = formula((n, c, (h + 3) // 4, (w + 3) // 4), number)
    return small.repeat_interleave(4, 2).repeat_interleave(4, 3)[:, :, :h, :w].contiguous()


INPUTS = {"formula": formula, "smooth": smooth}


def flatten(result):
    """The results by name, as Fovea calls them: `output`, or `output.NAME` and `output.0` … for several."""
    if torch.is_tensor(result):
        return OrderedDict(output=result)
    if isinstance(result, dict):
        return OrderedDict((f"output.{k}", v) for k, v in result.items())
    if hasattr(result, "_fields"):
        return OrderedDict((f"output.{k}", getattr(result, k)) for k in result._fields if getattr(result, k) is not None)
    return OrderedDict((f"output.{i}", v) for i, v in enumerate(result))


def first(result):
    return next(iter(flatten(result).values()))


def score(result, unit):
    """The sum over positions of one unit: axis 1, or the last axis of tokens [N, T, D]."""
    tensor = first(result)
    if tensor.dim() < 2:
        return tensor.sum()
    return (tensor[..., unit] if tensor.dim() == 3 else tensor[:, unit]).sum()


class _Rule(torch.autograd.Function):
    """A ReLU whose backward pass is guided or deconvnet; `ceiling` 6 makes it a ReLU6."""

    @staticmethod
    def forward(ctx, x, rule, ceiling, inplace):
        ctx.rule = rule
        ctx.ceiling = ceiling
        ctx.save_for_backward(x.clone())
        if inplace:
            ctx.mark_dirty(x)
            return x.clamp_(0, ceiling)
        return x.clamp(0, ceiling)

    @staticmethod
    def backward(ctx, r):
        x, = ctx.saved_tensors
        gate = ((x > 0) & (x < ctx.ceiling)).to(r.dtype)
        if ctx.rule == "guided":
            r = r.clamp(min=0) * gate
        elif ctx.rule == "deconvnet":
            r = r.clamp(min=0)
        else:
            r = r * gate
        return r, None, None, None


@contextlib.contextmanager
def rectifiers(rule=None, rule6=None):
    """Counts every evaluation of a ReLU and of a ReLU6 however it is spelt, and gives its backward pass a rule.

    `active` counts those that stand between the input and the results, as far as gradients can tell.
    """
    count = types.SimpleNamespace(relu=0, relu6=0, active=0)
    inside = [False]
    originals = {}

    def wrap(owner, name, ceiling, inplace):
        original = getattr(owner, name)
        originals[owner, name] = original

        def call(x, *args, **kwargs):
            if inside[0] or not torch.is_tensor(x):
                return original(x, *args, **kwargs)
            if name in ("hardtanh", "hardtanh_"):
                low, high = (list(args) + [kwargs.get("min_val", -1.0), kwargs.get("max_val", 1.0)])[:2]
                if (low, high) != (0.0, 6.0):
                    return original(x, *args, **kwargs)
            here = inplace or bool(kwargs.get("inplace", args[0] if args and isinstance(args[0], bool) else False))
            chosen = rule if ceiling == float("inf") else rule6
            count.active += int(x.requires_grad)
            if ceiling == float("inf"):
                count.relu += 1
            else:
                count.relu6 += 1
            inside[0] = True
            try:
                return original(x, *args, **kwargs) if chosen is None else _Rule.apply(x, chosen, ceiling, here)
            finally:
                inside[0] = False

        setattr(owner, name, call)

    infinite = float("inf")
    for owner in (torch, torch.Tensor, F):
        wrap(owner, "relu", infinite, False)
        wrap(owner, "relu_", infinite, True)
    for name in ("relu6", "hardtanh"):
        wrap(F, name, 6.0, False)
    wrap(F, "hardtanh_", 6.0, True)
    try:
        yield count
    finally:
        for (owner, name), original in originals.items():
            setattr(owner, name, original)


class Calls:
    """Every submodule's tensor result, call by call, cloned before anything can change it, with its gradient."""

    def __init__(self, model, gradients=False):
        self.names = []
        self.classes = {}
        self.activations = OrderedDict()
        self.gradients = {}
        self._handles = []
        for name, module in model.named_modules():
            if name:
                self.classes[name] = type(module).__name__
                self._handles.append(module.register_forward_hook(self._hook(name, gradients)))

    def _hook(self, name, gradients):
        def hook(module, args, result):
            if not torch.is_tensor(result):
                return
            calls = self.activations.setdefault(name, [])
            key = (name, len(calls))
            calls.append(result.detach().clone())
            if gradients and result.requires_grad:
                result.register_hook(lambda g: self.gradients.__setitem__(key, g.detach().clone()))
        return hook

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for handle in self._handles:
            handle.remove()


class Scores(torch.nn.Module):
    """A network that returns [N, units], positions summed, so that Captum can be asked about any of them."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, *inputs):
        tensor = first(self.model(*inputs))
        if tensor.dim() == 3:
            return tensor.sum(1)
        return tensor.flatten(2).sum(2) if tensor.dim() > 2 else tensor


class Recorder:
    """Collects arrays of one network and writes NAME.json and NAME.npy."""

    def __init__(self, name, source, agreement):
        self.name = name
        self.agreement = agreement
        self.flat = []
        self.at = 0
        self.document = OrderedDict(net=name, source=source, torch=torch.__version__)
        self.worst = 0.0

    def put(self, single, double=None, samples=None, where=""):
        """Stores an array, all of it or evenly sampled values, with the sum and the largest magnitude of the whole."""
        values = (single if double is None else double).detach().double().reshape(-1)
        if double is not None:
            scale = max(float(double.abs().max()), 1e-30) if double.numel() else 1.0
            error = float((single.detach().double() - double).abs().max()) / scale if double.numel() else 0.0
            self.worst = max(self.worst, error)
            if error > self.agreement:
                raise Unstable(f"{self.name} {where}: single and double precision differ by {error:.1e} of the largest value")
        total = values.numel()
        count = total if samples is None else min(total, samples)
        index = torch.arange(count, dtype=torch.int64) * total // max(count, 1)
        kept = values[index].numpy().astype("<f4")
        ref = OrderedDict(shape=list(single.shape), at=self.at, count=count, sum=float(values.sum()), max=float(values.abs().max()) if total else 0.0)
        self.flat.append(kept)
        self.at += count
        return ref

    def write(self, folder):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{self.name}.json").write_text(json.dumps(self.document, indent=1) + "\n")
        np.save(folder / f"{self.name}.npy", np.concatenate(self.flat) if self.flat else np.zeros(0, "<f4"))


def _runs(net, inputs):
    """The same network and inputs in single and in double precision."""
    yield net, [x.clone() for x in inputs]
    yield copy.deepcopy(net).double(), [x.double() for x in inputs]


def _gradients(net, inputs, unit, rule=None, rule6=None):
    inputs = [x.clone().requires_grad_() for x in inputs]
    with rectifiers(rule, rule6), Calls(net, gradients=True) as calls:
        score(net(*inputs), unit).backward()
    return inputs[0].grad, calls


def _position(net, inputs, layer, call, unit, y, x, rule):
    """The gradient of one unit of a layer's call, by a rule, at the first input."""
    found = []

    def hook(module, args, result):
        found.append(result.clone())

    inputs = [i.clone().requires_grad_() for i in inputs]
    handle = dict(net.named_modules())[layer].register_forward_hook(hook)
    with rectifiers(rule, rule):
        net(*inputs)
    handle.remove()
    found[call][:, unit, y, x].sum().backward()
    return inputs[0].grad


def _changed(net, inputs, layer, kind, values):
    def hook(module, args, result):
        if kind == "scale":
            return result * values.to(result)
        if kind == "shift":
            return result + values.to(result)
        return values.to(result).expand_as(result).clone()

    handle = dict(net.named_modules())[layer].register_forward_hook(hook)
    with torch.no_grad():
        result = net(*inputs)
    handle.remove()
    return flatten(result)


def record(name, net, shapes, source, folder, *, kind="formula", unit=None, neuron=None, cams=(), changes=(), captum_rules=False,
           samples=SAMPLES, map_samples=None, backward=True, agreement=AGREEMENT, other_names=()):
    """Writes the golden values of one network.

    unit: the target (default the largest logit); neuron: (layer, unit, y, x) for the neuron rules; cams: layers for Grad-CAM;
    changes: layers at which interventions are recorded; captum_rules: Captum's guided and deconvnet are right for this network
    (every ReLU is an nn.ReLU module of its own, not in place) and are the ones stored; elsewhere they come from an
    autograd.Function in the ReLU's place; only: a few layers instead of all.
    """
    recorder = Recorder(name, source, agreement)
    doc = recorder.document
    inputs = [INPUTS[kind](shape, number) for number, shape in enumerate(shapes)]
    doc["input"] = OrderedDict(formula=kind, shapes=[list(s) for s in shapes])
    net.eval()
    for p in net.parameters():
        p.requires_grad_(False)
    (single, x32), (double, x64) = _runs(net, inputs)

    with torch.no_grad(), rectifiers() as count, Calls(single) as calls:
        result = single(*[x.clone() for x in x32])
    with torch.no_grad(), Calls(double) as calls64:
        result64 = flatten(double(*[x.clone() for x in x64]))
    result = flatten(result)
    doc["rectifiers"] = count.relu
    doc["relu6"] = count.relu6
    with rectifiers() as traced:
        single(*[x.clone().requires_grad_() for x in x32])
    doc["active"] = traced.active
    doc["outputs"] = OrderedDict((k, recorder.put(v, result64[k], where=k)) for k, v in result.items())
    head = next(iter(result.values()))
    if unit is None:
        totals = head.sum(1) if head.dim() == 3 else head.flatten(2).sum(2) if head.dim() > 2 else head
        unit = int(totals[0].argmax())
    doc["target"] = unit

    doc["layers"] = []
    for layer in calls.activations:
        for call, value in enumerate(calls.activations[layer]):
            entry = OrderedDict(name=layer, call=call, of=calls.classes[layer])
            if (layer, call) in other_names:
                entry["called"] = other_names[layer, call]
            entry["activation"] = recorder.put(value, calls64.activations[layer][call], samples, f"{layer}[{call}]")
            doc["layers"].append(entry)

    if backward:
        _backward(recorder, single, x32, double, x64, unit, neuron, cams, captum_rules, samples, map_samples, count)
    for layer in changes:
        shape = calls.activations[layer][0].shape
        broadcast = (1, shape[1]) + (1,) * (len(shape) - 2)
        for change in ("scale", "shift", "replace"):
            values = formula(broadcast, 7)
            if change == "scale":
                values = (values > 0).float() * 1.5
            one = _changed(single, [x.clone() for x in x32], layer, change, values)
            two = _changed(double, [x.clone() for x in x64], layer, change, values)
            entry = OrderedDict(layer=layer, kind=change, values=recorder.put(values))
            entry["outputs"] = OrderedDict((k, recorder.put(v, two[k], where=f"{change} {layer}")) for k, v in one.items())
            doc.setdefault("interventions", []).append(entry)
    recorder.write(folder)
    return recorder


def _backward(recorder, single, x32, double, x64, unit, neuron, cams, captum_rules, samples, map_samples, count):
    doc = recorder.document
    captum = _import_captum()
    doc["captum"] = captum.__version__
    plain, calls = _gradients(single, x32, unit)
    plain64, calls64 = _gradients(double, x64, unit)
    for entry in doc["layers"]:
        key = entry["name"], entry["call"]
        if key in calls.gradients:
            entry["gradient"] = recorder.put(calls.gradients[key], calls64.gradients[key], samples, f"gradient at {key}")
    maps = doc["maps"] = OrderedDict()
    maps["gradient"] = recorder.put(plain, plain64, samples=map_samples, where="gradient")

    def agree(what, ours, theirs):
        scale = float(theirs.abs().max()) or 1.0
        if float((ours.detach() - theirs.detach()).abs().max()) / scale > 1e-9:
            raise SystemExit(f"{recorder.name}: {what} differs from Captum's")

    scores64 = Scores(double)
    scores = Scores(single)
    saliency = captum.attr.Saliency(scores64)

    def fresh(values):
        return tuple(v.clone().requires_grad_() for v in values) if len(values) > 1 else values[0].clone().requires_grad_()

    def head(value):
        return value[0] if isinstance(value, tuple) else value

    theirs = head(saliency.attribute(fresh(x64), target=unit))
    agree("saliency", plain64.abs(), theirs)
    maps["saliency"] = recorder.put(head(captum.attr.Saliency(scores).attribute(fresh(x32), target=unit)), theirs, samples=map_samples, where="saliency")
    if count.relu:
        doc["rules_by"] = "captum" if captum_rules else "torch.autograd.Function"
        for rule, attribution in (("guided", captum.attr.GuidedBackprop), ("deconvnet", captum.attr.Deconvolution)):
            ours, _ = _gradients(single, x32, unit, rule)
            ours64, _ = _gradients(double, x64, unit, rule)
            if captum_rules:
                theirs = head(attribution(scores64).attribute(fresh(x64), target=unit))
                agree(rule, ours64, theirs)
                ours = head(attribution(scores).attribute(fresh(x32), target=unit))
            maps[rule] = recorder.put(ours, ours64, samples=map_samples, where=rule)
    if count.relu6:
        for rule in ("guided", "deconvnet"):
            ours, _ = _gradients(single, x32, unit, rule, rule)
            ours64, _ = _gradients(double, x64, unit, rule, rule)
            maps[rule + "6"] = recorder.put(ours, ours64, samples=map_samples, where=rule + "6")
    if neuron is not None:
        layer, channel, y, x = neuron
        entry = doc["neuron"] = OrderedDict(layer=layer, unit=channel, y=y, x=x)
        for rule in ("plain", "guided", "deconvnet") if count.relu else ("plain",):
            ours = _position(single, x32, layer, 0, channel, y, x, rule)
            ours64 = _position(double, x64, layer, 0, channel, y, x, rule)
            if captum_rules and rule != "plain":
                attribution = captum.attr.NeuronGuidedBackprop if rule == "guided" else captum.attr.NeuronDeconvolution
                module = dict(double.named_modules())[layer]
                theirs = head(attribution(double, module).attribute(fresh(x64), neuron_selector=(channel, y, x)))
                agree(f"neuron {rule}", ours64, theirs)
            entry["gradient" if rule == "plain" else rule] = recorder.put(ours, ours64, where=f"neuron {rule}")
    for layer in cams:
        entry = OrderedDict(layer=layer)
        for key, positive in (("signed", False), ("positive", True)):
            values = []
            for model, given in ((single, x32), (double, x64)):
                module = dict(model.named_modules())[layer]
                cam = captum.attr.LayerGradCam(Scores(model), module)
                values.append(head(cam.attribute(fresh(given), target=unit, relu_attributions=positive)))
            a, g = calls64_activation(double, x64, layer), calls64.gradients[layer, 0]
            ours64 = (a * g.mean((2, 3), keepdim=True)).sum(1, keepdim=True)
            agree(f"Grad-CAM at {layer}", ours64.clamp(min=0) if positive else ours64, values[1])
            entry[key] = recorder.put(values[0], values[1], where=f"cam {layer}")
        doc.setdefault("cams", []).append(entry)


def calls64_activation(net, inputs, layer):
    with torch.no_grad(), Calls(net) as calls:
        net(*[x.clone() for x in inputs])
    return calls.activations[layer][0]


def enliven(net, shapes, rounds=20, batch=4):
    """Random weights that keep every layer alive, biases of either sign, and normalisation statistics from the data itself."""
    nn = torch.nn
    for module in net.modules():
        if isinstance(module, (nn.Conv2d, nn.Conv3d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight)
        if isinstance(module, (nn.Conv2d, nn.Conv3d, nn.Linear, nn.ConvTranspose2d)) and module.bias is not None:
            nn.init.normal_(module.bias, 0.05, 0.2)
        if isinstance(module, (nn.BatchNorm2d, nn.GroupNorm, nn.LayerNorm, nn.InstanceNorm3d)) and module.weight is not None:
            nn.init.uniform_(module.weight, 0.6, 1.4)
            nn.init.normal_(module.bias, 0.0, 0.3)
    net.train()
    with torch.no_grad():
        for round in range(rounds):
            net(*[formula((batch,) + tuple(shape[1:]), 31 * round + number) for number, shape in enumerate(shapes)])
    return net.eval()


def save(module, path):
    """Writes the archive as torch.jit.save does, without the debug records: they hold the paths of this machine.

    The serialization id is made from what is left, so that it does not change with the line numbers of this script.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".tmp")
    torch.jit.save(module, str(temporary))
    with zipfile.ZipFile(temporary) as source, open(path, "wb") as stream, zipfile.ZipFile(stream, "w") as target:
        kept = [entry for entry in source.infolist() if not entry.filename.endswith(".debug_pkl")]
        contents = hashlib.sha256(b"".join(source.read(entry) for entry in kept if not entry.filename.endswith("/serialization_id")))
        for entry in kept:
            inner = path.stem + entry.filename[entry.filename.index("/"):]
            info = zipfile.ZipInfo(inner, (1980, 1, 1, 0, 0, 0))
            info.compress_type = entry.compress_type
            if entry.compress_type == zipfile.ZIP_STORED:
                start = stream.tell() + 30 + len(inner.encode()) + 4
                padding = -start % 64
                info.extra = b"FB" + padding.to_bytes(2, "little") + b"Z" * padding
            content = source.read(entry)
            if inner.endswith("/serialization_id"):
                content = str(int(contents.hexdigest(), 16))[:40].encode()
            target.writestr(info, content)
    temporary.unlink()
    return path.stat().st_size


def export(name, net, shapes, folder, *, kind="formula", forms=("traced", "scripted", "frozen"), freeze="scripted", preserved=None,
           strict=True):
    """Exports a network in each form and returns {form: bytes}; each form's output is held against the network's own."""
    inputs = [INPUTS[kind](shape, number) for number, shape in enumerate(shapes)]
    made = {}
    with torch.no_grad():
        expected = flatten(net(*[x.clone() for x in inputs]))
    if "traced" in forms or ("frozen" in forms and freeze == "traced"):
        with torch.no_grad():
            made["traced"] = torch.jit.trace(net, tuple(x.clone() for x in inputs), strict=strict, check_trace=False)
    if "scripted" in forms or ("frozen" in forms and freeze == "scripted"):
        made["scripted"] = torch.jit.script(net)
    if "frozen" in forms:
        made["frozen"] = torch.jit.freeze(made[freeze].eval(), preserved_attrs=preserved)
    sizes = OrderedDict()
    for form in forms:
        with torch.no_grad():
            given = flatten(made[form](*[x.clone() for x in inputs]))
        for got, want in zip(given.values(), expected.values()):
            scale = max(1.0, float(want.abs().max()))
            if float((got - want).abs().max()) / scale > 1e-5:
                raise SystemExit(f"{name} {form}: the export does not compute what the network does")
        path = folder / f"{name}-{form}.pt"
        sizes[form] = save(made[form], path)
        torch.jit.load(str(path))
    return sizes


def sha256(path):
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()
