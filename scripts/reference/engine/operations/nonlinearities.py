"""Elementwise functions, as operations and as subgraphs, and Softmax."""
import math

import torch
from torch.nn import functional

from ..operation_case import BATCH, operation


def elementwise(name, kind, function, opset=13, scale=1.0, positive=False, **attributes):
    @operation(name, kind, opset)
    def case(g):
        x = g.input(BATCH, 4, 6, 5, positive=positive)
        # A power of two keeps the feed a float32 that the reference shares exactly.
        g.feed = g.feed * scale
        g.node(kind, **attributes)
        return function(x * scale)


elementwise("relu", "Relu", torch.relu)
elementwise("leaky-relu", "LeakyRelu", lambda x: functional.leaky_relu(x, 0.01))
elementwise("leaky-relu-alpha", "LeakyRelu", lambda x: functional.leaky_relu(x, 0.25), alpha=0.25)
elementwise("elu", "Elu", functional.elu)
elementwise("elu-alpha", "Elu", lambda x: functional.elu(x, 0.5), alpha=0.5)
elementwise("selu", "Selu", functional.selu)
elementwise("celu", "Celu", lambda x: functional.celu(x, 0.5), alpha=0.5)
elementwise("sigmoid", "Sigmoid", torch.sigmoid)
elementwise("tanh", "Tanh", torch.tanh)
elementwise("erf", "Erf", torch.erf)
elementwise("exp", "Exp", torch.exp)
elementwise("log", "Log", torch.log, positive=True)
elementwise("sqrt", "Sqrt", torch.sqrt, positive=True)
elementwise("reciprocal", "Reciprocal", torch.reciprocal, positive=True)
elementwise("abs", "Abs", torch.abs)
elementwise("neg", "Neg", torch.neg)
elementwise("softsign", "Softsign", functional.softsign)
elementwise("softplus", "Softplus", functional.softplus)
# exp(60) overflows nothing, but log(1 + exp(60)) in float32 must not be written that way.
elementwise("softplus-large", "Softplus", lambda x: torch.log1p(torch.exp(-x.abs())) + x.relu(), scale=64.0)
elementwise("hard-sigmoid", "HardSigmoid", lambda x: (0.2 * x + 0.5).clamp(0, 1), scale=2.0)
elementwise("hard-sigmoid-sixth", "HardSigmoid", lambda x: (x / 6 + 0.5).clamp(0, 1), scale=2.0, alpha=1 / 6, beta=0.5)
elementwise("hard-swish", "HardSwish", functional.hardswish, opset=14, scale=2.0)
elementwise("mish", "Mish", functional.mish, opset=18, scale=2.0)
elementwise("gelu", "Gelu", functional.gelu, opset=20)
elementwise(
    "gelu-tanh", "Gelu", lambda x: functional.gelu(x, approximate="tanh"), opset=20, approximate="tanh"
)
elementwise("thresholded-relu", "ThresholdedRelu", lambda x: x * (x > 0.5), alpha=0.5)
elementwise("clip-opset-6", "Clip", lambda x: x.clamp(-0.5, 0.75), opset=6, min=-0.5, max=0.75)
elementwise("clip-opset-6-no-max", "Clip", lambda x: x.clamp(min=-0.5), opset=6, min=-0.5)
elementwise("clip-opset-10-no-min", "Clip", lambda x: x.clamp(max=0.75), opset=10, max=0.75)


def prelu(name, shape):
    @operation(name, "PRelu")
    def case(g):
        x, slope = g.image(), g.constant("slope", *shape)
        g.node("PRelu", ["x", "slope"])
        return torch.where(x > 0, x, slope * x)


prelu("prelu", (4, 1, 1))
prelu("prelu-shared", (1,))


def clip(name, minimum, maximum, opset):
    @operation(name, "Clip", opset)
    def case(g):
        x = g.image()
        inputs = ["x"]
        for label, bound in (("minimum", minimum), ("maximum", maximum)):
            if bound is not None:
                g.given(label, bound)
            inputs.append(label if bound is not None else "")
        while inputs[-1] == "":
            inputs.pop()
        g.node("Clip", inputs)
        return x if minimum is None and maximum is None else x.clamp(minimum, maximum)


clip("clip-opset-11", -0.5, 0.75, 11)
clip("clip-opset-13", 0.0, 1.0, 13)
clip("clip-no-min", None, 0.75, 13)
clip("clip-no-max", -0.5, None, 13)
clip("clip-no-bounds", None, None, 13)


@operation("gelu-erf-subgraph", "Erf")
def gelu_erf(g):
    """GELU as exported before opset 20."""
    x = g.image()
    for label, value in (("root", math.sqrt(2)), ("one", 1.0), ("half", 0.5)):
        g.given(label, value)
    g.node("Div", ["x", "root"], ["scaled"])
    g.node("Erf", ["scaled"], ["erf"])
    g.node("Add", ["erf", "one"], ["shifted"])
    g.node("Mul", ["x", "shifted"], ["product"])
    g.node("Mul", ["product", "half"])
    return functional.gelu(x)


@operation("silu-subgraph", "Mul")
def silu(g):
    x = g.image()
    g.node("Sigmoid", ["x"], ["gate"])
    g.node("Mul", ["x", "gate"])
    return functional.silu(x)


@operation("hard-swish-subgraph", "HardSigmoid")
def hard_swish_subgraph(g):
    x = g.image()
    g.node("HardSigmoid", ["x"], ["gate"], alpha=1 / 6, beta=0.5)
    g.node("Mul", ["x", "gate"])
    return functional.hardswish(x)


def softmax(name, shape, opset, function, **attributes):
    @operation(name, "Softmax", opset)
    def case(g):
        x = g.input(*shape)
        g.node("Softmax", **attributes)
        return function(x)


def over_all_but_first(x):
    """Before opset 13: the axes from `axis` (default 1) on are flattened into one distribution."""
    return torch.softmax(x.flatten(1), 1).reshape(x.shape)


IMAGE = (BATCH, 4, 3, 2)
softmax("softmax-opset-11", IMAGE, 11, over_all_but_first)
softmax("softmax-opset-11-axis-2", IMAGE, 11, lambda x: torch.softmax(x.flatten(2), 2).reshape(x.shape), axis=2)
softmax("softmax-opset-11-dense", (BATCH, 5), 11, lambda x: torch.softmax(x, 1))
softmax("softmax-opset-13", IMAGE, 13, lambda x: torch.softmax(x, -1))
softmax("softmax-opset-13-channels", IMAGE, 13, lambda x: torch.softmax(x, 1), axis=1)
softmax("softmax-opset-13-dense", (BATCH, 5), 13, lambda x: torch.softmax(x, 1), axis=-1)
