"""Networks that fork and join: residual adds, concatenation, a gate."""
from torch import nn

from attribution.modules import conv1, conv3

from ..graph import Add, Concat, GraphNetwork, Product
from ..network_case import NetworkCase, network_case


@network_case("residual")
def residual():
    network = GraphNetwork(
        ("conv1", conv3(3, 4)),
        ("relu1", nn.ReLU()),
        ("conv2", conv3(4, 4)),
        ("relu2", nn.ReLU()),
        ("conv3", conv3(4, 4)),
        ("sum", Add(), "conv3", "relu1"),
        ("relu3", nn.ReLU()),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(4, 3)),
    )
    covers = "residual add of an identity shortcut"
    return NetworkCase(covers, network, seed=1, levels=("relu1", "relu3"), cam="relu3", guided=True)


@network_case("residual-projection-pool")
def residual_projection_pool():
    network = GraphNetwork(
        ("conv1", conv3(3, 4)),
        ("relu1", nn.ReLU()),
        ("conv2", conv3(4, 6, stride=2)),
        ("relu2", nn.ReLU()),
        ("conv3", conv3(6, 6)),
        ("shrunk", nn.AvgPool2d(2), "relu1"),
        ("projected", conv1(4, 6)),
        ("sum", Add(), "conv3", "projected"),
        ("relu3", nn.ReLU()),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(6, 3)),
    )
    covers = "residual add of a shortcut through average pooling and a 1x1 convolution"
    return NetworkCase(covers, network, seed=9, image=(3, 8, 8), cam="relu3", guided=True)


@network_case("concat-fire")
def concat_fire():
    network = GraphNetwork(
        ("conv1", conv3(3, 4)),
        ("relu1", nn.ReLU()),
        ("pool1", nn.MaxPool2d(2)),
        ("squeeze", conv1(4, 3)),
        ("squeezed", nn.ReLU()),
        ("expand1", conv1(3, 3), "squeezed"),
        ("expanded1", nn.ReLU()),
        ("expand3", conv3(3, 3), "squeezed"),
        ("expanded3", nn.ReLU()),
        ("joined", Concat(), "expanded1", "expanded3"),
        ("conv10", conv1(6, 3)),
        ("relu10", nn.ReLU()),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("logits", nn.Flatten()),
    )
    covers = "squeeze and expand with concatenation, convolution and ReLU as the head (SqueezeNet)"
    return NetworkCase(covers, network, seed=16, image=(3, 10, 8), levels=("squeezed",), cam="joined", guided=True)


@network_case("squeeze-excite")
def squeeze_excite():
    network = GraphNetwork(
        ("conv1", conv3(3, 4)),
        ("relu1", nn.ReLU()),
        ("means", nn.AdaptiveAvgPool2d(1)),
        ("reduce", conv1(4, 2)),
        ("reduced", nn.ReLU()),
        ("restore", conv1(2, 4)),
        ("gate", nn.Sigmoid()),
        ("gated", Product(), "relu1", "gate"),
        ("conv2", conv3(4, 5)),
        ("relu2", nn.ReLU()),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(5, 3)),
    )
    covers = "a squeeze-and-excitation gate: the product of two activations"
    return NetworkCase(covers, network, seed=44, levels=("relu1",), cam="relu2", captum_deeplift=False)
