"""torchvision, imported where its compiled operators are missing: no classifier needs them."""
import torch

_register_fake = torch.library.register_fake


def _skip_torchvision(op, *args, **kwargs):
    if isinstance(op, str) and op.startswith("torchvision::"):
        return lambda function: function
    return _register_fake(op, *args, **kwargs)


torch.library.register_fake = _skip_torchvision

import torchvision.models as models  # noqa: E402, F401
