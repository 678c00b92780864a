"""Add, Sub, Mul, Div and their relatives, with constants and of two tensors."""
import operator

import torch

from ..operation_case import BATCH, operation

FUNCTIONS = {"Add": operator.add, "Sub": operator.sub, "Mul": operator.mul, "Div": operator.truediv}
# How a constant is broadcast against [N, 4, 6, 5].
CONSTANTS = {"scalar": (), "channel": (4, 1, 1), "full-channel": (1, 4, 1, 1), "position": (4, 6, 5), "column": (5,)}


def with_constant(kind, function, shape_name, shape, constant_first):
    order = "constant-first-" if constant_first else "constant-"

    @operation(f"{kind.lower()}-{order}{shape_name}", kind)
    def case(g):
        x = g.input(BATCH, 4, 6, 5, positive=True)
        c = g.given("c", g.random(*shape).abs() + 0.3)
        g.node(kind, ["c", "x"] if constant_first else ["x", "c"])
        return function(c, x) if constant_first else function(x, c)


def of_two_tensors(kind, function):
    @operation(f"{kind.lower()}-two-tensors", kind)
    def case(g):
        x = g.image()
        g.node("Relu", ["x"], ["left"])
        g.node("Sigmoid", ["x"], ["right"])
        g.node(kind, ["left", "right"])
        return function(x.relu(), x.sigmoid())

    @operation(f"{kind.lower()}-gate", kind)
    def gate(g):
        x = g.input(BATCH, 4, 6, 5, positive=True)
        g.node("GlobalAveragePool", ["x"], ["gate"])
        g.node(kind, ["x", "gate"])
        return function(x, x.mean((2, 3), keepdim=True))


for key, applied in FUNCTIONS.items():
    for label, extent in CONSTANTS.items():
        with_constant(key, applied, label, extent, constant_first=False)
    with_constant(key, applied, "channel", CONSTANTS["channel"], constant_first=True)
    of_two_tensors(key, applied)


@operation("add-same-tensor", "Add")
def add_same_tensor(g):
    x = g.image()
    g.node("Add", ["x", "x"])
    return x + x


@operation("sum", "Sum")
def sum_of_three(g):
    x, c = g.image(), g.constant("c", 4, 1, 1)
    g.node("Relu", ["x"], ["positive"])
    g.node("Sum", ["x", "positive", "c"])
    return x + x.relu() + c


@operation("max", "Max")
def maximum(g):
    x, c = g.image(), g.constant("c", 4, 1, 1)
    g.node("Max", ["x", "c"])
    return torch.maximum(x, c)


@operation("min", "Min")
def minimum(g):
    x, c = g.image(), g.constant("c", 4, 1, 1)
    g.node("Min", ["x", "c"])
    return torch.minimum(x, c)


@operation("pow", "Pow")
def power(g):
    x = g.image()
    g.given("exponent", 3.0)
    g.node("Pow", ["x", "exponent"])
    return x**3
