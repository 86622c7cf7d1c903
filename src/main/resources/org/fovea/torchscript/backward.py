class Backward(Module):
  __parameters__ = []
  __buffers__ = []
  training : bool
  def plain(self: __torch__.fovea.Backward,
    roots: List[Tensor],
    seeds: List[Tensor],
    wanted: List[Tensor]) -> Dict[str, Tensor]:
    gradients = annotate(Dict[str, Tensor], {})
    (self).add(gradients, roots, seeds, wanted, )
    return gradients
  def ruled(self: __torch__.fovea.Backward,
    roots: List[Tensor],
    seeds: List[Tensor],
    wanted: List[Tensor],
    pre: List[Tensor],
    post: List[Tensor],
    gate: List[Tensor],
    rule: Tensor) -> Dict[str, Tensor]:
    gated = torch.eq(int(rule), 1)
    gradients = annotate(Dict[str, Tensor], {})
    places = torch.add(wanted, post)
    offset = torch.len(wanted)
    (self).add(gradients, roots, seeds, places, )
    for k in range(torch.len(pre)):
      i = torch.sub(torch.sub(torch.len(pre), k), 1)
      key = str(torch.add(offset, i))
      if torch.__contains__(gradients, key):
        r = torch.relu(gradients[key])
        if gated:
          r = torch.mul(r, gate[i])
        else:
          pass
        earlier = torch.slice(places, 0, torch.add(offset, i))
        (self).add(gradients, [pre[i]], [r], earlier, )
      else:
        pass
    only = annotate(Dict[str, Tensor], {})
    for j in range(offset):
      if torch.__contains__(gradients, str(j)):
        torch._set_item(only, str(j), gradients[str(j)])
      else:
        pass
    return only
  def add(self: __torch__.fovea.Backward,
    gradients: Dict[str, Tensor],
    roots: List[Tensor],
    seeds: List[Tensor],
    wanted: List[Tensor]) -> NoneType:
    some = annotate(List[Tensor], [])
    arriving = annotate(List[Optional[Tensor]], [])
    for i in range(torch.len(roots)):
      if ops.prim.requires_grad(roots[i]):
        torch.append(some, roots[i])
        torch.append(arriving, seeds[i])
      else:
        pass
    if torch.gt(torch.len(some), 0):
      parts = torch.autograd.grad(some, wanted, arriving, True, False, True)
      for j in range(torch.len(parts)):
        part = parts[j]
        if torch.__isnot__(part, None):
          known = unchecked_cast(Tensor, part)
          if torch.__contains__(gradients, str(j)):
            torch._set_item(gradients, str(j), torch.add(gradients[str(j)], known))
          else:
            torch._set_item(gradients, str(j), known)
        else:
          pass
    else:
      pass
    return None
