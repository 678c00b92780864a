"""Dense networks, and the worked examples of RevealCancel."""
import torch
from torch import nn

from ..graph import GraphNetwork
from ..network_case import NetworkCase, network_case


@network_case("dense-only")
def dense_only():
    network = GraphNetwork(
        ("flat", nn.Flatten()),
        ("dense1", nn.Linear(3 * 4 * 3, 8)),
        ("relu1", nn.ReLU()),
        ("dense2", nn.Linear(8, 6)),
        ("relu2", nn.ReLU()),
        ("logits", nn.Linear(6, 3)),
    )
    return NetworkCase("flatten and dense layers alone", network, image=(3, 4, 3), levels=("relu1",), guided=True)


def dense(weight, bias=None):
    """A dense layer with the weights given, rows are outputs."""
    layer = nn.Linear(len(weight[0]), len(weight))
    layer.weight.data = torch.tensor(weight, dtype=torch.float32)
    layer.bias.data = torch.zeros(len(weight)) if bias is None else torch.tensor(bias, dtype=torch.float32)
    return layer


@network_case("reveal-cancel-minimum")
def reveal_cancel_minimum():
    """min(i1, i2) = i1 - relu(i1 - i2) (Shrikumar 2017, figure 3): RevealCancel gives each 0.5 min(i1, i2)."""
    network = GraphNetwork(
        ("flat", nn.Flatten()),
        ("dense1", dense([[1.0, 0.0], [1.0, -1.0]])),
        ("relu1", nn.ReLU()),
        ("logits", dense([[1.0, -1.0], [0.0, 1.0]])),
    )
    published = {
        "images": torch.tensor([[3.0, 1.0], [1.5, 2.0]]).reshape(2, 2, 1, 1),
        "baseline": torch.zeros(1, 2, 1, 1),
        "attribution": torch.tensor([[0.5, 0.5], [0.75, 0.75]]).reshape(2, 2, 1, 1),
    }
    covers = "the worked example of RevealCancel in its paper: the minimum of two numbers"
    return NetworkCase(covers, network, box=False, targets=(0, 0), published=published)


@network_case("reveal-cancel-relu")
def reveal_cancel_relu():
    """relu(i1 - 2 i2 - 3 i3 + 4 i4 + 1) at (-1, -1, 1, 1), the example in the tests of the authors' own code.

    Parts +6 and -4 of the input give parts 4.5 and -2.5 of the output: multipliers 0.75 and 0.625.
    """
    network = GraphNetwork(
        ("flat", nn.Flatten()),
        ("dense1", dense([[1.0, -2.0, -3.0, 4.0]], [1.0])),
        ("relu1", nn.ReLU()),
        ("logits", dense([[1.0], [-1.0]])),
    )
    published = {
        "images": torch.tensor([[-1.0, -1.0, 1.0, 1.0]]).reshape(1, 4, 1, 1),
        "baseline": torch.zeros(1, 4, 1, 1),
        "attribution": torch.tensor([[-0.625, 1.5, -1.875, 3.0]]).reshape(1, 4, 1, 1),
    }
    covers = "one ReLU with parts that cancel: the example in the tests of kundajelab/deeplift"
    return NetworkCase(covers, network, box=False, targets=(0,), published=published)
