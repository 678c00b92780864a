"""MaxPool, AveragePool, the global pools and the reductions."""
import math

from torch.nn import functional

from ..operation_case import operation

PADDED = {"strides": [2, 2], "pads": [1, 1, 1, 1]}


def max_pool(name, kernel, padding=None, onnx_attributes=None, **torch_options):
    """`padding` is (left, right, top, bottom) with minus infinity, applied before PyTorch's own."""

    @operation(name, "MaxPool")
    def case(g):
        x = g.image()
        g.node("MaxPool", kernel_shape=kernel, **(onnx_attributes or {}))
        padded = x if padding is None else functional.pad(x, padding, value=-math.inf)
        return functional.max_pool2d(padded, kernel, **torch_options)


max_pool("max-pool", [2, 2], onnx_attributes={"strides": [2, 2]}, stride=2)
# Strides default to 1 in ONNX, to the kernel in PyTorch.
max_pool("max-pool-default-strides", [3, 2], stride=1)
max_pool("max-pool-ceil", [3, 3], onnx_attributes={"strides": [2, 2], "ceil_mode": 1}, stride=2, ceil_mode=True)
max_pool("max-pool-dilations", [2, 2], onnx_attributes={"dilations": [2, 3]}, stride=1, dilation=(2, 3))
max_pool("max-pool-pads", [3, 3], onnx_attributes=PADDED, stride=2, padding=(1, 1, 1, 1))
max_pool("max-pool-asymmetric-pads", [3, 3], onnx_attributes={"pads": [0, 1, 2, 0]}, stride=1, padding=(1, 0, 0, 2))
max_pool(
    "max-pool-auto-pad-same-upper",
    [3, 3],
    onnx_attributes={"strides": [2, 2], "auto_pad": "SAME_UPPER"},
    stride=2,
    padding=(1, 1, 0, 1),
)
max_pool(
    "max-pool-auto-pad-same-lower",
    [3, 3],
    onnx_attributes={"strides": [2, 2], "auto_pad": "SAME_LOWER"},
    stride=2,
    padding=(1, 1, 1, 0),
)
max_pool("max-pool-auto-pad-valid", [3, 3], onnx_attributes={"strides": [2, 2], "auto_pad": "VALID"}, stride=2)


def average_pool(name, kernel, padding=(0, 0, 0, 0), counted=False, onnx_attributes=None, **torch_options):
    """The mean over a window of the padded image, divided by the elements that count."""

    @operation(name, "AveragePool")
    def case(g):
        x = g.image()
        g.node("AveragePool", kernel_shape=kernel, **(onnx_attributes or {}))
        ones = functional.pad(x.new_ones(x.shape), padding, value=1.0 if counted else 0.0)
        total = functional.avg_pool2d(functional.pad(x, padding), kernel, **torch_options)
        return total / functional.avg_pool2d(ones, kernel, **torch_options)


average_pool("average-pool", [2, 2], onnx_attributes={"strides": [2, 2]}, stride=2)
average_pool("average-pool-default-strides", [3, 2], stride=1)
average_pool("average-pool-pads", [3, 3], (1, 1, 1, 1), onnx_attributes=PADDED, stride=2)
average_pool(
    "average-pool-count-include-pad",
    [3, 3],
    (1, 1, 1, 1),
    counted=True,
    onnx_attributes={**PADDED, "count_include_pad": 1},
    stride=2,
)
average_pool("average-pool-asymmetric-pads", [3, 3], (1, 0, 0, 2), onnx_attributes={"pads": [0, 1, 2, 0]}, stride=1)
average_pool(
    "average-pool-ceil",
    [3, 3],
    onnx_attributes={"strides": [2, 2], "ceil_mode": 1},
    stride=2,
    ceil_mode=True,
)
average_pool(
    "average-pool-auto-pad-same-upper",
    [3, 3],
    (1, 1, 0, 1),
    onnx_attributes={"strides": [2, 2], "auto_pad": "SAME_UPPER"},
    stride=2,
)


@operation("global-average-pool", "GlobalAveragePool")
def global_average_pool(g):
    x = g.image()
    g.node("GlobalAveragePool")
    return x.mean((2, 3), keepdim=True)


@operation("global-max-pool", "GlobalMaxPool")
def global_max_pool(g):
    x = g.image()
    g.node("GlobalMaxPool")
    return x.amax((2, 3), keepdim=True)


def reduce(name, kind, function, axes, opset=13, as_input=False, **attributes):
    @operation(name, kind, opset)
    def case(g):
        x = g.image()
        if as_input:
            g.integers("axes", axes)
            g.node(kind, ["x", "axes"], **attributes)
        else:
            g.node(kind, ["x"], axes=axes, **attributes)
        return function(x)


reduce("reduce-mean", "ReduceMean", lambda x: x.mean((2, 3), keepdim=True), [2, 3])
reduce("reduce-mean-no-keep-dims", "ReduceMean", lambda x: x.mean((2, 3)), [2, 3], keepdims=0)
reduce("reduce-mean-negative-axes", "ReduceMean", lambda x: x.mean((2, 3)), [-2, -1], keepdims=0)
reduce("reduce-mean-opset-11", "ReduceMean", lambda x: x.mean((2, 3), keepdim=True), [2, 3], opset=11)
reduce("reduce-mean-opset-18", "ReduceMean", lambda x: x.mean((2, 3)), [2, 3], opset=18, as_input=True, keepdims=0)
reduce("reduce-mean-channels", "ReduceMean", lambda x: x.mean(1, keepdim=True), [1])
reduce("reduce-sum", "ReduceSum", lambda x: x.sum((2, 3)), [2, 3], as_input=True, keepdims=0)
reduce("reduce-max", "ReduceMax", lambda x: x.amax((2, 3)), [2, 3], keepdims=0)
