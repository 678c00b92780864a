"""Small networks as graphs of modules: what ONNX files, Captum, Zennit and the slow twins all read."""
import torch
from torch import nn
from zennit.layer import Sum


class GraphNetwork(nn.Module):
    """Steps (name, module, *inputs) in topological order; the names become tensor names in the ONNX file.

    The input of a step is the tensor before it where none is named; the first is "image", the last
    must be called "logits". `spaced`: every operation reads copies, so that no two share a tensor.
    """

    def __init__(self, *steps):
        super().__init__()
        self.parts = nn.ModuleDict()
        self.sources = {}
        self.spaced = False
        previous = "image"
        for name, module, *inputs in steps:
            self.parts[name] = module
            self.sources[name] = tuple(inputs) or (previous,)
            previous = name

    def values(self, start, name="image"):
        """Every tensor that follows from the tensor called `name` alone, by name, `start` included."""
        values = {name: start}
        for part, module in self.parts.items():
            if part not in values and all(source in values for source in self.sources[part]):
                inputs = [values[source] for source in self.sources[part]]
                values[part] = module(*([value.clone() for value in inputs] if self.spaced else inputs))
        return values

    def after(self, name):
        """The logits as a function of one tensor through which everything passes."""
        return lambda value: self.values(value, name)["logits"]

    def forward(self, image):
        return self.values(image)["logits"]


class AllTensors(nn.Module):
    """What is exported: every tensor of the network but the image, in order."""

    def __init__(self, network):
        super().__init__()
        self.network = network

    def forward(self, image):
        values = self.network.values(image)
        return tuple(values[name] for name in self.network.parts)


class Add(nn.Module):
    """a + b. Zennit puts its rule on the `Sum` inside; the ONNX file has a plain Add."""

    def __init__(self):
        super().__init__()
        self.sum = Sum(dim=-1)

    def forward(self, a, b):
        if torch.onnx.is_in_onnx_export():
            return a + b
        return self.sum(torch.stack([a, b], -1))


class Movement(nn.Module):
    """What only moves numbers: every output is one of the inputs, or zero."""


class Concat(Movement):
    """Joins along the channels."""

    def forward(self, *inputs):
        return torch.cat(inputs, 1)


class Product(nn.Module):
    """signal [N, C, H, W] times gate [N, C, 1, 1]."""

    def forward(self, signal, gate):
        return signal * gate


def one_hot(logits, targets):
    """1 at the target class of each image: [N, L]."""
    return nn.functional.one_hot(torch.as_tensor(targets), logits.shape[1]).to(logits)
