"""Convolutions of every kind."""
from torch import nn

from attribution.modules import conv1, conv3

from ..graph import GraphNetwork
from ..network_case import NetworkCase, network_case


@network_case("conv-relu-dense")
def conv_relu_dense():
    network = GraphNetwork(
        ("conv1", conv3(3, 4)),
        ("relu1", nn.ReLU()),
        ("conv2", conv3(4, 5, padding=0)),
        ("relu2", nn.ReLU()),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(5 * 6 * 5, 3)),
    )
    covers = "convolution with and without padding, ReLU, flatten, dense; every LRP rule"
    return NetworkCase(covers, network, seed=1, levels=("relu1",), cam="relu2", guided=True, rules=True)


@network_case("strided-dilated-grouped")
def strided_dilated_grouped():
    network = GraphNetwork(
        ("conv1", conv3(3, 4, stride=2)),
        ("relu1", nn.ReLU()),
        ("conv2", conv3(4, 4, dilation=2, padding=2)),
        ("relu2", nn.ReLU()),
        ("conv3", conv3(4, 6, groups=2)),
        ("relu3", nn.ReLU()),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(6, 3)),
    )
    covers = "strided, dilated and grouped convolution, global average pooling"
    return NetworkCase(covers, network, seed=21, image=(3, 10, 9), cam="relu2", guided=True)


@network_case("depthwise-relu6")
def depthwise_relu6():
    network = GraphNetwork(
        ("conv1", conv3(3, 4)),
        ("clip1", nn.ReLU6()),
        ("conv2", conv3(4, 4, groups=4, bias=False)),
        ("clip2", nn.ReLU6()),
        ("conv3", conv1(4, 5)),
        ("clip3", nn.ReLU6()),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(5, 3)),
    )
    covers = "depthwise convolution, ReLU6 below, between and above its bounds"
    return NetworkCase(covers, network, seed=8, image_scale=4.0, cam="clip3", guided=True)
