"""Conv."""
from torch.nn import functional

from ..operation_case import operation


def convolution(name, kernel=(5, 4, 3, 3), bias=True, onnx_attributes=None, padding=None, **torch_options):
    """One Conv; `padding` is (left, right, top, bottom), applied before PyTorch's own."""

    @operation(name, "Conv")
    def case(g):
        x = g.image()
        w = g.constant("w", *kernel)
        b = g.constant("b", kernel[0]) if bias else None
        g.node("Conv", ["x", "w", "b"] if bias else ["x", "w"], **(onnx_attributes or {}))
        padded = x if padding is None else functional.pad(x, padding)
        return functional.conv2d(padded, w, b, **torch_options)


convolution("conv")
convolution("conv-no-bias", bias=False)
convolution("conv-1x1", kernel=(3, 4, 1, 1))
convolution("conv-pads", onnx_attributes={"pads": [1, 1, 1, 1]}, padding=(1, 1, 1, 1))
convolution("conv-kernel-shape", kernel=(3, 4, 3, 2), onnx_attributes={"kernel_shape": [3, 2]})
convolution("conv-strides", onnx_attributes={"strides": [2, 1]}, stride=(2, 1))
convolution("conv-dilations", onnx_attributes={"dilations": [2, 1]}, dilation=(2, 1))
convolution("conv-groups", kernel=(6, 2, 3, 3), onnx_attributes={"group": 2}, groups=2)
convolution("conv-depthwise", kernel=(4, 1, 3, 3), onnx_attributes={"group": 4}, groups=4)
convolution("conv-depthwise-multiplier", kernel=(8, 1, 3, 3), onnx_attributes={"group": 4}, groups=4)
# ONNX pads are [top, left, bottom, right].
convolution("conv-asymmetric-pads", onnx_attributes={"pads": [0, 1, 2, 3]}, padding=(1, 3, 0, 2))
convolution("conv-auto-pad-valid", onnx_attributes={"auto_pad": "VALID"})
convolution("conv-auto-pad-notset", onnx_attributes={"auto_pad": "NOTSET", "pads": [1, 0, 1, 0]}, padding=(0, 0, 1, 1))
# 6x5 with stride 2: 3x3 outputs; total padding is 1 in height and 2 in width.
convolution(
    "conv-auto-pad-same-upper",
    onnx_attributes={"auto_pad": "SAME_UPPER", "strides": [2, 2]},
    padding=(1, 1, 0, 1),
    stride=2,
)
convolution(
    "conv-auto-pad-same-lower",
    onnx_attributes={"auto_pad": "SAME_LOWER", "strides": [2, 2]},
    padding=(1, 1, 1, 0),
    stride=2,
)
convolution(
    "conv-auto-pad-same-upper-even-kernel",
    kernel=(3, 4, 2, 4),
    onnx_attributes={"auto_pad": "SAME_UPPER"},
    padding=(1, 2, 0, 1),
)
