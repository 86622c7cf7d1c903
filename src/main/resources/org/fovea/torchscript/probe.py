class Probe:
  plan : Dict[str, Tensor]
  watched : Dict[str, int]
  visits : Dict[str, int]
  found : Dict[str, Tensor]
  everything : bool
  cut : bool
  inner : bool
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
    self.inner = False
    self.rectifiers = 0
    self.results = 0
    keys = list(torch.keys(plan))
    for i in range(torch.len(keys)):
      key = keys[i]
      if torch.startswith(key, "watch:"):
        torch._set_item(self.watched, torch.slice(key, 6), 1)
      else:
        pass
      kind = torch.slice(key, 0, torch.find(key, ":"))
      if torch.__contains__(["scale", "shift", "replace", "insert", "root"], kind):
        self.inner = torch.__or__(self.inner, torch.__not__(torch.startswith(key, "root:input")))
      else:
        pass
    return None
  def tap(self: __torch__.fovea.Probe,
    place: str,
    a: Tensor) -> Tensor:
    return (self).look(place, a, False, )
  def tap_(self: __torch__.fovea.Probe,
    place: str,
    a: Tensor) -> Tensor:
    return (self).look(place, a, True, )
  def look(self: __torch__.fovea.Probe,
    place: str,
    a: Tensor,
    shared: bool) -> Tensor:
    if self.everything:
      name = (self).visit(place, )
      shape = torch.add(torch.add(str(torch.len(self.found)), ":"), name)
      torch._set_item(self.found, torch.add("shape:", shape), torch.tensor(torch.size(a)))
      b = a
    else:
      if torch.__contains__(self.watched, place):
        b = (self).change((self).visit(place, ), a, shared, )
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
    activation: Tensor,
    shared: bool) -> Tensor:
    plan = self.plan
    a = activation
    changed = False
    if torch.__contains__(plan, torch.add("scale:", name)):
      a = torch.mul(a, plan[torch.add("scale:", name)])
      changed = True
    else:
      pass
    if torch.__contains__(plan, torch.add("shift:", name)):
      a = torch.add(a, plan[torch.add("shift:", name)])
      changed = True
    else:
      pass
    if torch.__contains__(plan, torch.add("replace:", name)):
      a = torch.clone(torch.expand_as(plan[torch.add("replace:", name)], a))
      changed = True
    else:
      pass
    if torch.__contains__(plan, torch.add("insert:", name)):
      a = torch.clone(plan[torch.add("insert:", name)])
      changed = True
    else:
      pass
    if changed:
      torch._set_item(self.found, torch.add("changed:", name), torch.zeros([1]))
    else:
      pass
    if torch.__contains__(plan, torch.add("tap:", name)):
      torch._set_item(self.found, torch.add("tap:", name), torch.clone(torch.detach(a)))
    else:
      pass
    if torch.__contains__(plan, torch.add("leave:", name)):
      a = torch.clone(plan[torch.add("leave:", name)])
      changed = True
      torch._set_item(self.found, torch.add("changed:", name), torch.zeros([1]))
    else:
      pass
    if torch.__contains__(plan, torch.add("root:", name)):
      if shared:
        a = torch.clone(a)
      else:
        pass
      if torch.__and__(torch.__contains__(plan, torch.add("leaf:", name)), torch.__not__(ops.prim.requires_grad(a))):
        a = torch.requires_grad_(torch.detach(a))
      else:
        pass
      torch._set_item(self.found, torch.add("root:", name), a)
      if torch.__contains__(plan, torch.add("from:", name)):
        torch._set_item(self.found, torch.add("from:", name), torch.clone(a))
      else:
        pass
      a = torch.clone(a)
      changed = True
    else:
      pass
    fits = torch.eq(torch.size(activation), torch.size(a))
    if torch.__and__(torch.__and__(shared, changed), fits):
      a = torch.copy_(activation, a)
    else:
      pass
    return a
  def relu(self: __torch__.fovea.Probe,
    x: Tensor) -> Tensor:
    if (self).cuts(x, ):
      y = (self).rectify(x, torch.relu(torch.detach(x)), torch.gt(x, 0), )
    else:
      y = torch.relu(x)
      if (self).copies(x, ):
        y = torch.clone(y)
      else:
        pass
    return y
  def relu_(self: __torch__.fovea.Probe,
    x: Tensor) -> Tensor:
    if torch.__and__(torch.__or__(self.cut, self.inner), ops.prim.requires_grad(x)):
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
    if torch.__and__(torch.__or__(self.cut, self.inner), ops.prim.requires_grad(x)):
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
    if torch.__and__(torch.__or__(self.cut, self.inner), ops.prim.requires_grad(x)):
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
  def native_multi_head_attention(self: __torch__.fovea.Probe,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    width: int,
    heads: int,
    weight: Tensor,
    bias: Tensor,
    out_weight: Tensor,
    out_bias: Tensor,
    mask: Optional[Tensor]=None,
    weights_wanted: bool=True,
    mean_wanted: bool=True,
    mask_type: Optional[int]=None) -> Tuple[Tensor, Tensor]:
    wanted = torch.__or__(ops.prim.requires_grad(query), torch.__or__(ops.prim.requires_grad(key), ops.prim.requires_grad(value)))
    if torch.__and__(wanted, torch.__is__(mask, None)):
      w = torch.chunk(weight, 3)
      b = torch.chunk(bias, 3)
      size = torch.floordiv(width, heads)
      q = torch.transpose(torch.unflatten(torch.linear(query, w[0], b[0]), -1, [heads, size]), 1, 2)
      k = torch.transpose(torch.unflatten(torch.linear(key, w[1], b[1]), -1, [heads, size]), 1, 2)
      v = torch.transpose(torch.unflatten(torch.linear(value, w[2], b[2]), -1, [heads, size]), 1, 2)
      attention = torch.softmax(torch.matmul(torch.mul(q, torch.pow(float(size), -0.5)), torch.transpose(k, -2, -1)), -1)
      y = torch.linear(torch.flatten(torch.transpose(torch.matmul(attention, v), 1, 2), 2), out_weight, out_bias)
      if mean_wanted:
        attention = torch.mean(attention, [1])
      else:
        pass
      result = (y, attention)
    else:
      result = torch._native_multi_head_attention(query, key, value, width, heads, weight, bias, out_weight, out_bias, mask, weights_wanted, mean_wanted, mask_type)
    return result
  def front(self: __torch__.fovea.Probe,
    x: Tensor) -> Tensor:
    y = x
    if (self).copies(x, ):
      y = torch.clone(x)
    else:
      pass
    return y
  def back(self: __torch__.fovea.Probe,
    x: Tensor,
    result: Tensor) -> Tensor:
    y = result
    if (self).copies(x, ):
      y = torch.copy_(x, result)
    else:
      pass
    return y
  def copies(self: __torch__.fovea.Probe,
    x: Tensor) -> bool:
    return torch.__and__(self.inner, ops.prim.requires_grad(x))
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
