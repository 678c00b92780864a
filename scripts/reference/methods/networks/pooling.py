"""Max and average pooling."""
from torch import nn

from attribution.modules import conv3

from ..graph import GraphNetwork
from ..network_case import NetworkCase, network_case


@network_case("max-pool")
def max_pool():
    network = GraphNetwork(
        ("conv1", conv3(3, 4)),
        ("relu1", nn.ReLU()),
        ("pool1", nn.MaxPool2d(2)),
        ("conv2", conv3(4, 5)),
        ("pool2", nn.MaxPool2d(2)),
        ("relu2", nn.ReLU()),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(5 * 2 * 2, 3)),
    )
    covers = "2x2 max pooling with stride 2, after and before a ReLU, a remainder left over"
    return NetworkCase(covers, network, seed=6, image=(3, 10, 9), cam="relu2", guided=True)


@network_case("max-pool-overlap")
def max_pool_overlap():
    network = GraphNetwork(
        ("conv1", conv3(3, 4)),
        ("relu1", nn.ReLU()),
        ("pool1", nn.MaxPool2d(3, 2, 1)),
        ("conv2", conv3(4, 5)),
        ("pool2", nn.MaxPool2d(3, 1)),
        ("relu2", nn.ReLU()),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(5, 3)),
    )
    covers = "overlapping max pooling: 3x3 with stride 2 and padding, 3x3 with stride 1 before a ReLU"
    return NetworkCase(covers, network, seed=5, image=(3, 10, 9), cam="relu2", guided=True, captum_deeplift=False)


@network_case("average-pool")
def average_pool():
    network = GraphNetwork(
        ("conv1", conv3(3, 4)),
        ("relu1", nn.ReLU()),
        ("pool1", nn.AvgPool2d(3, 2, 1, count_include_pad=True)),
        ("conv2", conv3(4, 4)),
        ("pool2", nn.AvgPool2d(3, 2, 1, count_include_pad=False)),
        ("relu2", nn.ReLU()),
        ("conv3", conv3(4, 5)),
        ("relu3", nn.ReLU()),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(5, 3)),
    )
    covers = "average pooling with pads counted and not counted, before a ReLU as well, and global"
    return NetworkCase(covers, network, seed=2, image=(3, 10, 9), gain=1.8, cam="relu3", guided=True)
