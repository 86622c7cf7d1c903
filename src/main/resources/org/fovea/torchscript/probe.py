class Probe:
  plan : Dict[str, Tensor]
  watched : Dict[str, int]
  visits : Dict[str, int]
  found : Dict[str, Tensor]
  everything : bool
  cut : bool
  rectifiers : int
  results : int
  def __init__(self: __torch__.fovea.Probe,
    plan: Dict[str, Tensor]) -> NoneType:
    self.plan = plan
    self.watched = annotate(Dict[str, int], {})
    self.visits = annotate(Dict[str, int], {})
    self.found = annotate(Dict[str, Tensor], {})
    self.everything = torch.__contains__(plan, "list")
    self.cut = torch.__contains__(plan, "rule")
    self.rectifiers = 0
    self.results = 0
    keys = list(torch.keys(plan))
    for i in range(torch.len(keys)):
      key = keys[i]
      if torch.startswith(key, "watch:"):
        torch._set_item(self.watched, torch.slice(key, 6), 1)
      else:
        pass
    return None
  def tap(self: __torch__.fovea.Probe,
    place: str,
    a: Tensor) -> Tensor:
    if self.everything:
      name = (self).visit(place, )
      shape = torch.add(torch.add(str(torch.len(self.found)), ":"), name)
      torch._set_item(self.found, torch.add("shape:", shape), torch.tensor(torch.size(a)))
      b = a
    else:
      if torch.__contains__(self.watched, place):
        b = (self).change((self).visit(place, ), a, )
      else:
        b = a
    return b
  def visit(self: __torch__.fovea.Probe,
    place: str) -> str:
    n = torch.add(torch.get(self.visits, place, 0), 1)
    torch._set_item(self.visits, place, n)
    name = place
    if torch.gt(n, 1):
      name = torch.add(torch.add(place, "#"), str(n))
    else:
      pass
    return name
  def change(self: __torch__.fovea.Probe,
    name: str,
    activation: Tensor) -> Tensor:
    plan = self.plan
    a = activation
    if torch.__contains__(plan, torch.add("scale:", name)):
      a = torch.mul(a, plan[torch.add("scale:", name)])
    else:
      pass
    if torch.__contains__(plan, torch.add("shift:", name)):
      a = torch.add(a, plan[torch.add("shift:", name)])
    else:
      pass
    if torch.__contains__(plan, torch.add("replace:", name)):
      a = torch.clone(torch.expand_as(plan[torch.add("replace:", name)], a))
    else:
      pass
    if torch.__contains__(plan, torch.add("tap:", name)):
      torch._set_item(self.found, torch.add("tap:", name), torch.clone(torch.detach(a)))
    else:
      pass
    if torch.__contains__(plan, torch.add("root:", name)):
      if torch.__contains__(plan, torch.add("leaf:", name)):
        if torch.__not__(ops.prim.requires_grad(a)):
          a = torch.requires_grad_(torch.detach(a))
        else:
          pass
      else:
        pass
      torch._set_item(self.found, torch.add("root:", name), a)
      a = torch.clone(a)
      torch._set_item(self.found, torch.add("from:", name), a)
    else:
      pass
    return a
  def relu(self: __torch__.fovea.Probe,
    x: Tensor) -> Tensor:
    if (self).cuts(x, ):
      y = (self).rectify(x, torch.relu(torch.detach(x)), torch.gt(x, 0), )
    else:
      y = torch.relu(x)
    return y
  def relu_(self: __torch__.fovea.Probe,
    x: Tensor) -> Tensor:
    if (self).cuts(x, ):
      y = torch.copy_(x, (self).relu(torch.clone(x), ))
    else:
      y = torch.relu_(x)
    return y
  def hardtanh(self: __torch__.fovea.Probe,
    x: Tensor,
    lowest: number,
    highest: number) -> Tensor:
    if torch.__and__((self).cuts(x, ), torch.eq(lowest, 0)):
      gate = torch.logical_and(torch.gt(x, 0), torch.lt(x, highest))
      y = (self).rectify(x, torch.hardtanh(torch.detach(x), lowest, highest), gate, )
    else:
      y = torch.hardtanh(x, lowest, highest)
    return y
  def hardtanh_(self: __torch__.fovea.Probe,
    x: Tensor,
    lowest: number,
    highest: number) -> Tensor:
    if torch.__and__((self).cuts(x, ), torch.eq(lowest, 0)):
      y = torch.copy_(x, (self).hardtanh(torch.clone(x), lowest, highest, ))
    else:
      y = torch.hardtanh_(x, lowest, highest)
    return y
  def relu6(self: __torch__.fovea.Probe,
    x: Tensor) -> Tensor:
    if (self).cuts(x, ):
      gate = torch.logical_and(torch.gt(x, 0), torch.lt(x, 6))
      y = (self).rectify(x, torch.relu6(torch.detach(x)), gate, )
    else:
      y = torch.relu6(x)
    return y
  def relu6_(self: __torch__.fovea.Probe,
    x: Tensor) -> Tensor:
    if (self).cuts(x, ):
      y = torch.copy_(x, (self).relu6(torch.clone(x), ))
    else:
      y = torch.relu6_(x)
    return y
  def clamp_min(self: __torch__.fovea.Probe,
    x: Tensor,
    lowest: number) -> Tensor:
    if torch.__and__((self).cuts(x, ), torch.eq(lowest, 0)):
      y = (self).relu(x, )
    else:
      y = torch.clamp_min(x, lowest)
    return y
  def threshold(self: __torch__.fovea.Probe,
    x: Tensor,
    limit: number,
    value: number) -> Tensor:
    zero = torch.__and__(torch.eq(limit, 0), torch.eq(value, 0))
    if torch.__and__((self).cuts(x, ), zero):
      y = (self).relu(x, )
    else:
      y = torch.threshold(x, limit, value)
    return y
  def cuts(self: __torch__.fovea.Probe,
    x: Tensor) -> bool:
    return torch.__and__(self.cut, ops.prim.requires_grad(x))
  def rectify(self: __torch__.fovea.Probe,
    x: Tensor,
    y: Tensor,
    gate: Tensor) -> Tensor:
    leaf = torch.requires_grad_(y)
    n = str(self.rectifiers)
    torch._set_item(self.found, torch.add("pre:", n), x)
    torch._set_item(self.found, torch.add("post:", n), leaf)
    torch._set_item(self.found, torch.add("gate:", n), gate)
    self.rectifiers = torch.add(self.rectifiers, 1)
    return torch.clone(leaf)
  def result(self: __torch__.fovea.Probe,
    name: str,
    y: Tensor) -> NoneType:
    key = torch.add(torch.add(str(self.results), ":"), name)
    torch._set_item(self.found, torch.add("out:", key), y)
    self.results = torch.add(self.results, 1)
    return None
def missing(operator: str) -> Tensor:
  ops.prim.RaiseException(torch.add("This PyTorch has no operator ", operator), "builtins.RuntimeError")
  return torch.zeros([0])
