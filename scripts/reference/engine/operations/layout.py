"""Concat, Split, Slice, Pad, Reshape, Flatten, Transpose, Squeeze, Unsqueeze, Identity, Dropout."""
import torch
from onnx import TensorProto, helper
from torch.nn import functional

from ..operation_case import BATCH, operation

END = 2**63 - 1


def concat(name, axis):
    @operation(name, "Concat")
    def case(g):
        x = g.image()
        g.node("Relu", ["x"], ["left"])
        g.node("Tanh", ["x"], ["right"])
        g.node("Concat", ["left", "x", "right"], axis=axis)
        return torch.cat((x.relu(), x, x.tanh()), axis)


concat("concat", 1)
concat("concat-negative-axis", -3)
concat("concat-height", 2)


@operation("concat-constant", "Concat")
def concat_constant(g):
    """Zero channels by concatenation; the fixed batch is what makes the constant fit."""
    g.batch_name = 1
    x, zeros = g.input(1, 4, 6, 5), g.given("zeros", torch.zeros(1, 2, 6, 5))
    g.node("Concat", ["zeros", "x"], axis=1)
    return torch.cat((zeros, x), 1)


def split(name, sizes, opset, as_attribute, axis=1):
    """The parts come back in reverse order, so that their order matters."""

    @operation(name, "Split", opset)
    def case(g):
        x = g.image()
        names = [f"part{i}" for i in range(len(sizes))]
        if as_attribute == "absent":
            g.node("Split", ["x"], names, axis=axis)
        elif as_attribute:
            g.node("Split", ["x"], names, axis=axis, split=sizes)
        else:
            g.integers("sizes", sizes)
            g.node("Split", ["x", "sizes"], names, axis=axis)
        g.node("Concat", names[::-1], axis=axis)
        return torch.cat(x.split(sizes, axis)[::-1], axis)


split("split-opset-11", [1, 3], 11, True)
split("split-opset-13", [1, 3], 13, False)
split("split-equal", [2, 2], 13, "absent")
split("split-width", [2, 2, 1], 13, False, axis=-1)


def slice_by_inputs(name, expected, starts, ends, axes=None, steps=None, opset=13):
    @operation(name, "Slice", opset)
    def case(g):
        x = g.image()
        inputs = ["x"]
        for label, values in (("starts", starts), ("ends", ends), ("axes", axes), ("steps", steps)):
            if values is not None:
                g.integers(label, values)
            inputs.append(label if values is not None else "")
        while inputs[-1] == "":
            inputs.pop()
        g.node("Slice", inputs)
        return expected(x)


slice_by_inputs("slice", lambda x: x[:, 1:3], [1], [3], [1])
slice_by_inputs("slice-steps", lambda x: x[:, :, ::2, ::2], [0, 0], [END, END], [2, 3], [2, 2])
slice_by_inputs("slice-offset-steps", lambda x: x[:, :, 1:6:3], [1], [6], [2], [3])
slice_by_inputs("slice-negative", lambda x: x[:, :, -4:-1], [-4], [-1], [-2])
slice_by_inputs("slice-past-the-end", lambda x: x[:, :, 2:], [2], [1000], [2], opset=11)
slice_by_inputs("slice-all-axes", lambda x: x[:, 1:, 0:4, 1:3], [0, 1, 0, 1], [END, 4, 4, 3], opset=10)
slice_by_inputs("slice-reverse", lambda x: x.flip(1), [-1], [-END], [1], [-1])


@operation("slice-opset-9", "Slice", 9)
def slice_attributes(g):
    x = g.image()
    g.node("Slice", ["x"], starts=[1, -3], ends=[3, END], axes=[1, 2])
    return x[:, 1:3, -3:]


# ONNX pads are [all begins, all ends].
PADS = [0, 1, 2, 0, 0, 2, 0, 1]
TORCH_PADS = (0, 1, 2, 0, 1, 2)


@operation("pad-opset-2", "Pad", 2)
def pad_attributes(g):
    x = g.image()
    g.node("Pad", ["x"], mode="constant", pads=PADS, value=0.0)
    return functional.pad(x, TORCH_PADS)


@operation("pad-opset-2-value", "Pad", 2)
def pad_attribute_value(g):
    x = g.image()
    g.node("Pad", ["x"], pads=PADS, value=0.75)
    return functional.pad(x, TORCH_PADS, value=0.75)


@operation("pad-opset-11", "Pad", 11)
def pad_inputs(g):
    x = g.image()
    g.integers("pads", PADS)
    g.node("Pad", ["x", "pads"])
    return functional.pad(x, TORCH_PADS)


@operation("pad-opset-13-value", "Pad")
def pad_input_value(g):
    x = g.image()
    g.integers("pads", PADS)
    g.given("value", -0.5)
    g.node("Pad", ["x", "pads", "value"], mode="constant")
    return functional.pad(x, TORCH_PADS, value=-0.5)


def reshape(name, shape, expected_shape, opset=13):
    @operation(name, "Reshape", opset)
    def case(g):
        x = g.image()
        g.integers("shape", shape)
        g.node("Reshape", ["x", "shape"])
        return x.reshape(expected_shape)


reshape("reshape-minus-one", [-1, 120], (BATCH, 120))
reshape("reshape-zero", [0, 4, 30], (BATCH, 4, 30))
reshape("reshape-zero-minus-one", [0, -1], (BATCH, 120), opset=5)
reshape("reshape-zeros", [0, 0, -1], (BATCH, 4, 30))
reshape("reshape-groups", [-1, 2, 2, 6, 5], (BATCH, 2, 2, 6, 5))


@operation("reshape-shape-arithmetic", "Reshape")
def reshape_shape_arithmetic(g):
    """x.view(x.size(0), -1) as PyTorch exports it."""
    x = g.image()
    g.initializers.append(helper.make_tensor("zero", TensorProto.INT64, [], [0]))
    g.integers("axes", [0])
    g.integers("rest", [-1])
    g.node("Shape", ["x"], ["shape"])
    g.node("Gather", ["shape", "zero"], ["count"], axis=0)
    g.node("Unsqueeze", ["count", "axes"], ["first"])
    g.node("Concat", ["first", "rest"], ["target"], axis=0)
    g.node("Reshape", ["x", "target"])
    return x.flatten(1)


@operation("reshape-fixed-batch", "Reshape")
def reshape_fixed_batch(g):
    """A file exported for one image: the batch is 1 in the input and in the constant shape."""
    g.batch_name = 1
    x, w = g.input(1, 4, 3, 2), g.constant("w", 24, 3)
    g.integers("shape", [1, 24])
    g.node("Reshape", ["x", "shape"], ["flat"])
    g.node("MatMul", ["flat", "w"])
    return x.flatten(1) @ w


def flatten(name, **attributes):
    @operation(name, "Flatten")
    def case(g):
        x = g.image()
        g.node("Flatten", **attributes)
        return x.flatten(1)


flatten("flatten")
flatten("flatten-axis", axis=1)
flatten("flatten-negative-axis", axis=-3)


@operation("transpose", "Transpose")
def transpose(g):
    x = g.image()
    g.node("Transpose", perm=[0, 2, 3, 1])
    return x.permute(0, 2, 3, 1)


@operation("squeeze-opset-11", "Squeeze", 11)
def squeeze_attribute(g):
    x = g.input(BATCH, 4, 1, 1)
    g.node("Squeeze", axes=[2, 3])
    return x.flatten(1)


@operation("squeeze-opset-13", "Squeeze")
def squeeze_input(g):
    x = g.input(BATCH, 4, 1, 1)
    g.integers("axes", [-1, -2])
    g.node("Squeeze", ["x", "axes"])
    return x.flatten(1)


@operation("unsqueeze-opset-11", "Unsqueeze", 11)
def unsqueeze_attribute(g):
    x = g.input(BATCH, 4)
    g.node("Unsqueeze", axes=[2, 3])
    return x[:, :, None, None]


@operation("unsqueeze-opset-13", "Unsqueeze")
def unsqueeze_input(g):
    x = g.input(BATCH, 4)
    g.integers("axes", [2, 3])
    g.node("Unsqueeze", ["x", "axes"])
    return x[:, :, None, None]


@operation("identity", "Identity")
def identity(g):
    x = g.image()
    g.node("Identity")
    return x


@operation("dropout-opset-10", "Dropout", 10)
def dropout_attribute(g):
    x = g.image()
    g.node("Dropout", ratio=0.7)
    return x


@operation("dropout-opset-13", "Dropout")
def dropout_input(g):
    x = g.image()
    g.given("ratio", 0.7)
    g.node("Dropout", ["x", "ratio"])
    return x


@operation("cast", "Cast")
def cast(g):
    x = g.image()
    g.node("Cast", to=TensorProto.FLOAT)
    return x
