"""Whole small networks as chains of segments, and flow through them (design 2.5) in float64.

With z1 the pre-activation of a layer, z0 the same with all its direct sources at baseline, one
backward pass from a logit runs with the derivative of every nonlinearity replaced by the secant

    m = (nonlinearity(z1) - nonlinearity(z0)) / (z1 - z0),

max pools routed by the actual activations. With g the multiplier that reaches activation a:

    flow[i]      = sum_p (a_i(p) - a'_i(p)) g_i(p)
    rest part[i] = sum_p (nonlinearity(z0_i(p)) - a'_i(p)) g_i(p)
    logit - logit|rest = sum of flow over a first layer + sum of rest parts over all later layers
"""
import dataclasses

import torch
from torch import nn

from .modules import Composite, conv3


@dataclasses.dataclass
class Layer:
    name: str
    sources: tuple
    affine: nn.Module
    nonlinearity: str = "relu"


def apply_nonlinearity(kind, z):
    return z.relu() if kind == "relu" else z


class Secant(torch.autograd.Function):
    """relu(z1) whose derivative is the secant between z0 and z1; relu'(z1) where they are equal."""

    @staticmethod
    def forward(context, z1, z0):
        difference = z1 - z0
        equal = difference == 0
        secant = (z1.relu() - z0.relu()) / torch.where(equal, torch.ones_like(difference), difference)
        context.save_for_backward(torch.where(equal, (z1 > 0).to(z1.dtype), secant))
        return z1.relu()

    @staticmethod
    def backward(context, gradient):
        (multiplier,) = context.saved_tensors
        return gradient * multiplier, None


class ChainNetwork(nn.Module):
    """Layers in topological order, the first fed by "image", the last called "logits"."""

    def __init__(self, layers):
        super().__init__()
        self.layers = layers
        self.parts = nn.ModuleList(layer.affine for layer in layers)

    def forward(self, image):
        values = {"image": image}
        for layer in self.layers:
            z = layer.affine(*(values[source] for source in layer.sources))
            values[layer.name] = apply_nonlinearity(layer.nonlinearity, z)
        return tuple(values[layer.name] for layer in self.layers)


def sum_positions(values):
    """[N, C, ...] -> [N, C]."""
    return values.reshape(*values.shape[:2], -1).sum(2)


def flow_of(layers, images, baselines):
    """`baselines`: name -> [1, C, ...]. Returns (flow, rest) as name -> [N, C, L], logits and logits|rest [N, L]."""
    values = {"image": images.clone().requires_grad_()}
    at_rest = {}
    for layer in layers:
        z1 = layer.affine(*(values[source] for source in layer.sources))
        with torch.no_grad():
            z0 = layer.affine(*(baselines[source] for source in layer.sources)).expand_as(z1)
        at_rest[layer.name] = apply_nonlinearity(layer.nonlinearity, z0)
        values[layer.name] = Secant.apply(z1, z0) if layer.nonlinearity == "relu" else z1
    logits = values["logits"]
    names = [name for name in values if name != "logits"]
    flow = {name: [] for name in names}
    rest = {name: [] for name in names if name != "image"}
    for k in range(logits.shape[1]):
        multipliers = torch.autograd.grad(logits[:, k].sum(), [values[name] for name in names], retain_graph=True)
        for name, multiplier in zip(names, multipliers):
            flow[name].append(sum_positions((values[name] - baselines[name]) * multiplier).detach())
            if name in rest:
                rest[name].append(sum_positions((at_rest[name] - baselines[name]) * multiplier).detach())
    stacked = [{name: torch.stack(columns, 2) for name, columns in kind.items()} for kind in (flow, rest)]
    return (*stacked, logits.detach(), at_rest["logits"])


def pooled_dense(channels):
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(channels, 3))


def plain_chain():
    return [
        Layer("layer1", ("image",), conv3(2, 4)),
        Layer("layer2", ("layer1",), nn.Sequential(nn.MaxPool2d(2), conv3(4, 5))),
        Layer("logits", ("layer2",), pooled_dense(5), "identity"),
    ]


def residual_chain():
    return [
        Layer("layer1", ("image",), conv3(2, 4)),
        Layer("layer2", ("layer1",), conv3(4, 4)),
        Layer("layer3", ("layer2", "layer1"), Composite(lambda m, a, b: m.convolution(a) + b, convolution=conv3(4, 4))),
        Layer("logits", ("layer3",), pooled_dense(4), "identity"),
    ]


# name -> (builder of the layers, baseline)
CHAINS = {
    "chain": (plain_chain, "zero"),
    "chain-mean-baseline": (plain_chain, "mean"),
    "chain-residual": (residual_chain, "zero"),
}
