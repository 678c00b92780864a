"""The demo's network and its export to ONNX with readable tensor names."""

import onnx
import torch
from torch import nn

STEM, BLOCK, BRANCH_1X1, BRANCH_3X3, LATE = 24, 32, 24, 40, 64


class Convolution(nn.Module):
    """Convolution, batch norm, and a ReLU unless a sum comes first."""

    def __init__(self, inputs: int, outputs: int, kernel: int, stride: int = 1, relu: bool = True) -> None:
        super().__init__()
        self.convolution = nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)
        self.norm = nn.BatchNorm2d(outputs)
        self.activation = nn.ReLU() if relu else nn.Identity()

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        return self.activation(self.norm(self.convolution(images)))


class PartWorldNetwork(nn.Module):
    """[N, 3, 64, 64] to [N, classes]: plain convolutions, max pool, residual block, two branches, global pooling."""

    def __init__(self, classes: int) -> None:
        super().__init__()
        mixed = BRANCH_1X1 + BRANCH_3X3
        self.stem = Convolution(3, STEM, 5, stride=2)
        self.conv2 = Convolution(STEM, BLOCK, 3)
        self.pool = nn.MaxPool2d(2)
        self.block1_inner = Convolution(BLOCK, BLOCK, 3)
        self.block1_outer = Convolution(BLOCK, BLOCK, 3, relu=False)
        self.branch1x1 = Convolution(BLOCK, BRANCH_1X1, 1)
        self.branch3x3 = Convolution(BLOCK, BRANCH_3X3, 3)
        self.conv3 = Convolution(mixed, LATE, 3, stride=2)
        self.conv4 = Convolution(LATE, LATE, 3)
        self.global_pool = nn.AdaptiveAvgPool2d(1)
        self.dense = nn.Linear(LATE, classes)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        early = self.pool(self.conv2(self.stem(images)))
        block1 = torch.relu(self.block1_outer(self.block1_inner(early)) + early)
        mixed = torch.cat([self.branch1x1(block1), self.branch3x3(block1)], dim=1)
        late = self.conv4(self.conv3(mixed))
        return self.dense(torch.flatten(self.global_pool(late), 1))


# The output of each exported node, in the graph's order; batch norm is folded into the convolutions.
NODES = [
    ("Conv", "stem.conv"),
    ("Relu", "stem"),
    ("Conv", "conv2.conv"),
    ("Relu", "conv2"),
    ("MaxPool", "pool"),
    ("Conv", "block1.inner.conv"),
    ("Relu", "block1.inner"),
    ("Conv", "block1.outer.conv"),
    ("Add", "block1.sum"),
    ("Relu", "block1"),
    ("Conv", "branch1x1.conv"),
    ("Relu", "branch1x1"),
    ("Conv", "branch3x3.conv"),
    ("Relu", "branch3x3"),
    ("Concat", "mixed"),
    ("Conv", "conv3.conv"),
    ("Relu", "conv3"),
    ("Conv", "conv4.conv"),
    ("Relu", "conv4"),
    ("GlobalAveragePool", "pooled"),
    ("Flatten", "features"),
    ("Gemm", "logits"),
]


def export(network: PartWorldNetwork, path: str) -> None:
    """Writes the network as ONNX opset 13 with a dynamic batch axis; weights are called `<layer>.weight`, `.bias`."""
    example = torch.zeros(1, 3, 64, 64)
    torch.onnx.export(
        network.eval(),
        example,
        path,
        opset_version=13,
        input_names=["image"],
        output_names=["logits"],
        dynamic_axes={"image": {0: "N"}, "logits": {0: "N"}},
    )
    model = onnx.load(path)
    operations = [node.op_type for node in model.graph.node]
    if operations != [operation for operation, _ in NODES]:
        raise RuntimeError(f"The exporter wrote other operations than expected: {operations}")
    names = {}
    for node, (_, name) in zip(model.graph.node, NODES):
        names[node.output[0]] = name
        node.name = name
        if node.op_type in ("Conv", "Gemm"):
            layer = name.removesuffix(".conv")
            names.update(zip(node.input[1:], [f"{layer}.weight", f"{layer}.bias"]))
    for node in model.graph.node:
        node.input[:] = [names.get(tensor, tensor) for tensor in node.input]
        node.output[:] = [names.get(tensor, tensor) for tensor in node.output]
    for weights in model.graph.initializer:
        weights.name = names[weights.name]
    model.graph.name = "partworld"
    onnx.checker.check_model(model)
    onnx.save(model, path)
