"""Batch norm that merges into the convolution before it, and batch norm that cannot."""
from torch import nn

from attribution.modules import conv3

from ..graph import GraphNetwork
from ..network_case import NetworkCase, network_case


@network_case("batch-norm")
def batch_norm():
    network = GraphNetwork(
        ("conv1", conv3(3, 4, bias=False)),
        ("norm1", nn.BatchNorm2d(4)),
        ("relu1", nn.ReLU()),
        ("conv2", conv3(4, 5)),
        ("norm2", nn.BatchNorm2d(5)),
        ("relu2", nn.ReLU()),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(5, 3)),
    )
    covers = "batch norm after convolution, a negative scale included: merged first"
    return NetworkCase(covers, network, seed=2, cam="relu2", guided=True)


@network_case("batch-norm-first")
def batch_norm_first():
    network = GraphNetwork(
        ("norm1", nn.BatchNorm2d(3)),
        ("relu1", nn.ReLU()),
        ("conv2", conv3(3, 5)),
        ("relu2", nn.ReLU()),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(5, 3)),
    )
    covers = "batch norm before ReLU and padded convolution: cannot be merged"
    return NetworkCase(covers, network, seed=9, cam="relu2", guided=True, box=False)
