"""TinyVGG, ResNet-20, SqueezeNet 1.1 and MobileNet as module graphs, with the weights of an ONNX file."""
import dataclasses

import onnx
import torch
from onnx import numpy_helper
from torch import nn

from onnx_files import relative_difference, session

from .graph import Add, Concat, GraphNetwork, Movement


@dataclasses.dataclass
class RealNetwork:
    """`cam`: the layer of Grad-CAM here, `cam_tensor`: the same in the ONNX file."""

    name: str
    network: GraphNetwork
    cam: str
    cam_tensor: str


class FlattenChannelsLast(Movement):
    """Flattens as Keras does: positions first, then channels."""

    def forward(self, x):
        return x.permute(0, 2, 3, 1).flatten(1)


class HalveAndWiden(Movement):
    """Shortcut A of He 2015: every second position, channels of zeros before and after."""

    def __init__(self, added):
        super().__init__()
        self.added = added

    def forward(self, x):
        return nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.added, self.added))


class DropFirst(Movement):
    """Without the first row and column. After a padding of two, what is left is padded at the end only, as in
    TensorFlow with a stride of two; the padding stays inside the convolution, where rules know it as such."""

    def forward(self, x):
        return x[:, :, 1:, 1:]


def tiny_vgg():
    steps = []
    for block, channels in ((1, (3, 10, 10)), (2, (10, 10, 10))):
        for part in (1, 2):
            steps.append((f"conv{block}_{part}", nn.Conv2d(channels[part - 1], channels[part], 3)))
            steps.append((f"relu{block}_{part}", nn.ReLU()))
        steps.append((f"pool{block}", nn.MaxPool2d(2)))
    steps += [("flat", FlattenChannelsLast()), ("logits", nn.Linear(10 * 13 * 13, 10))]
    return RealNetwork("TinyVGG", GraphNetwork(*steps), "relu2_2", "relu_2_2/relu")


def resnet20():
    steps = [("conv0", nn.Conv2d(3, 16, 3, padding=1)), ("relu0", nn.ReLU())]
    before, channels = "relu0", 16
    for stage, width in enumerate((16, 32, 64), 1):
        for block in range(3):
            name = f"{stage}_{block}"
            stride = width // channels
            steps.append((f"conv{name}a", nn.Conv2d(channels, width, 3, stride, 1), before))
            steps.append((f"relu{name}a", nn.ReLU()))
            steps.append((f"conv{name}b", nn.Conv2d(width, width, 3, 1, 1)))
            if stride == 2:
                steps.append((f"shortcut{name}", HalveAndWiden((width - channels) // 2), before))
                before = f"shortcut{name}"
            steps.append((f"sum{name}", Add(), f"conv{name}b", before))
            steps.append((f"relu{name}b", nn.ReLU()))
            before, channels = f"relu{name}b", width
    steps += [("pooled", nn.AvgPool2d(8)), ("flat", nn.Flatten()), ("logits", nn.Linear(64, 10))]
    return RealNetwork("ResNet-20", GraphNetwork(*steps), "relu3_2b", "/layer3/layer3.2/Relu_1_output_0")


def squeezenet():
    steps = [("conv1", nn.Conv2d(3, 64, 3, 2)), ("relu1", nn.ReLU()), ("pool1", nn.MaxPool2d(3, 2))]
    channels = 64
    for fire, (squeeze, expand) in enumerate([(16, 64)] * 2 + [(32, 128)] * 2 + [(48, 192)] * 2 + [(64, 256)] * 2, 2):
        steps.append((f"squeeze{fire}", nn.Conv2d(channels, squeeze, 1)))
        steps.append((f"squeezed{fire}", nn.ReLU()))
        for size in (1, 3):
            convolution = nn.Conv2d(squeeze, expand, size, padding=size // 2)
            steps.append((f"expand{size}_{fire}", convolution, f"squeezed{fire}"))
            steps.append((f"expanded{size}_{fire}", nn.ReLU()))
        steps.append((f"joined{fire}", Concat(), f"expanded1_{fire}", f"expanded3_{fire}"))
        channels = 2 * expand
        if fire in (3, 5):
            steps.append((f"pool{fire}", nn.MaxPool2d(3, 2)))
    steps += [("conv10", nn.Conv2d(512, 1000, 1)), ("relu10", nn.ReLU())]
    steps += [("pooled", nn.AdaptiveAvgPool2d(1)), ("logits", nn.Flatten())]
    return RealNetwork("SqueezeNet 1.1", GraphNetwork(*steps), "joined9", "fire9/concat")


def mobilenet():
    """MobileNet v1 with a quarter of the channels."""
    steps = []

    def add(name, before, after, size, stride, groups=1):
        padding = 2 if stride == 2 else size // 2
        steps.append((f"conv{name}", nn.Conv2d(before, after, size, stride, padding, groups=groups, bias=False)))
        steps.append((f"norm{name}", nn.BatchNorm2d(after, eps=1e-3)))
        if stride == 2:
            steps.append((f"cut{name}", DropFirst()))
        steps.append((f"relu{name}", nn.ReLU6()))

    add("1", 3, 8, 3, 2)
    channels = 8
    widths = (16, 32, 32, 64, 64, *[128] * 6, 256, 256)
    for block, width in enumerate(widths, 1):
        add(f"_dw_{block}", channels, channels, 3, 2 if block in (2, 4, 6, 12) else 1, channels)
        add(f"_pw_{block}", channels, width, 1, 1)
        channels = width
    steps += [("pooled", nn.AdaptiveAvgPool2d(1)), ("predictions", nn.Conv2d(256, 1000, 1)), ("logits", nn.Flatten())]
    network = GraphNetwork(*steps)
    return RealNetwork("MobileNet v1 0.25", network, "relu_pw_13", "conv_pw_13_relu/relu6")


def stored_weights(model):
    """Constants of every Conv, Gemm and BatchNormalization of an ONNX file, in order, as PyTorch has them."""
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in model.graph.initializer}
    for node in model.graph.node:
        if node.op_type in ("Conv", "Gemm", "BatchNormalization"):
            weight, *rest = (torch.tensor(constants[name]) for name in node.input[1:])
            attributes = {attribute.name: attribute.i for attribute in node.attribute}
            turned = node.op_type == "Gemm" and not attributes.get("transB", 0)
            yield weight.T if turned else weight, *rest


def weights_of(layer):
    """The same of a module."""
    tensors = [layer.weight, layer.bias]
    if isinstance(layer, nn.BatchNorm2d):
        tensors += [layer.running_mean, layer.running_var]
    return [tensor for tensor in tensors if tensor is not None]


def shapes(layers):
    return [[tuple(tensor.shape) for tensor in tensors] for tensors in layers]


def load(file, images):
    """The twin of an ONNX file in float64; its logits must be those of onnxruntime on `images` [N, C, H, W]."""
    model = onnx.load(file)
    stored = list(stored_weights(model))
    for build in (tiny_vgg, resnet20, squeezenet, mobilenet):
        real = build()
        parts = real.network.parts.values()
        own = [weights_of(part) for part in parts if isinstance(part, (nn.Conv2d, nn.Linear, nn.BatchNorm2d))]
        if shapes(own) == shapes(stored):
            break
    else:
        raise ValueError(f"{file}: neither TinyVGG nor ResNet-20, SqueezeNet 1.1 or MobileNet v1 0.25")
    for tensors, values in zip(own, stored):
        for tensor, value in zip(tensors, values):
            tensor.data = value
    real.network.eval().double()
    check_logits(file, model, real, images)
    return real


def check_logits(file, model, real, images):
    (expected,) = session(model).run(None, {model.graph.input[0].name: images})
    with torch.no_grad():
        actual = real.network(torch.tensor(images, dtype=torch.float64))
    if any(node.op_type == "Softmax" for node in model.graph.node):
        actual = actual.softmax(1)
    difference = relative_difference(expected, actual.numpy())
    if difference > 1e-4:
        raise AssertionError(f"{file}: the twin differs from onnxruntime by {difference:.1e}")
