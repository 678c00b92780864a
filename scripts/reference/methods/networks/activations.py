"""Nonlinearities other than ReLU, one after another."""
from torch import nn

from attribution.modules import conv3

from ..graph import GraphNetwork
from ..network_case import NetworkCase, network_case


def three_nonlinearities(first, second, third):
    return GraphNetwork(
        ("conv1", conv3(3, 4)),
        ("active1", first),
        ("conv2", conv3(4, 4)),
        ("active2", second),
        ("conv3", conv3(4, 4)),
        ("active3", third),
        ("pooled", nn.AdaptiveAvgPool2d(1)),
        ("flat", nn.Flatten()),
        ("logits", nn.Linear(4, 3)),
    )


@network_case("leaky-prelu-elu")
def leaky_prelu_elu():
    network = three_nonlinearities(nn.LeakyReLU(0.1), nn.PReLU(4), nn.ELU())
    return NetworkCase("LeakyReLU, PReLU, ELU", network, seed=9, cam="active3")


@network_case("sigmoid-tanh-softplus")
def sigmoid_tanh_softplus():
    network = three_nonlinearities(nn.Sigmoid(), nn.Tanh(), nn.Softplus())
    return NetworkCase("sigmoid, tanh, softplus", network, seed=210, gain=2.0, cam="active3")


@network_case("gelu-silu-hardswish")
def gelu_silu_hardswish():
    network = three_nonlinearities(nn.GELU(), nn.SiLU(), nn.Hardswish())
    covers = "GELU, SiLU, hard-swish: each one nonlinearity of one number, exported as several operations"
    return NetworkCase(covers, network, seed=2, image_scale=2.0, levels=("active2",), cam="active3")
