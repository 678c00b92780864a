"""BatchNormalization and LRN."""
from torch.nn import functional

from ..operation_case import BATCH, operation


def batch_norm(name, shape, opset, eps, **attributes):
    @operation(name, "BatchNormalization", opset)
    def case(g):
        x = g.input(*shape)
        channels = shape[1]
        scale, shift = g.constant("scale", channels, scale=1.0), g.constant("shift", channels)
        mean = g.constant("mean", channels)
        variance = g.given("variance", g.random(channels).abs() + 0.1)
        g.node("BatchNormalization", ["x", "scale", "shift", "mean", "variance"], **attributes)
        return functional.batch_norm(x, mean, variance, scale, shift, eps=eps)


IMAGE = (BATCH, 4, 6, 5)
batch_norm("batch-norm-opset-7", IMAGE, 7, 1e-5)
batch_norm("batch-norm-opset-9", IMAGE, 9, 1e-5, momentum=0.9)
batch_norm("batch-norm-opset-15", IMAGE, 15, 1e-3, epsilon=1e-3)
batch_norm("batch-norm-dense", (BATCH, 4), 13, 1e-5)


def local_response_norm(name, size, expected, **attributes):
    @operation(name, "LRN")
    def case(g):
        x = g.input(BATCH, 7, 3, 2)
        g.node("LRN", size=size, **attributes)
        return functional.local_response_norm(x, size, *expected)


local_response_norm("lrn", 5, (1e-4, 0.75, 1.0))
local_response_norm("lrn-attributes", 3, (0.9, 0.5, 2.0), alpha=0.9, beta=0.5, bias=2.0)
