"""Every elementwise nonlinearity over one convolution, as operations and as exported subgraphs."""
import torch
from torch import nn
from torch.nn import functional

from ..case import Case, case
from ..modules import Composite, ReluConvolutions, conv3
from .affine import blank_biases, blank_lower_half


def gelu_tanh(m, z):
    """The tanh approximation of GELU (Hendrycks and Gimpel 2016)."""
    return 0.5 * z * (1 + torch.tanh(0.79788456 * (z + 0.044715 * z * z * z)))


# name -> (function or module, gain of the convolution that reaches its interesting range)
NONLINEARITIES = {
    "relu6": (nn.ReLU6, 6.0),
    "clip": (lambda: nn.Hardtanh(-0.4, 0.7), 1.2),
    "leaky-relu": (lambda: nn.LeakyReLU(0.2), 1.2),
    "prelu": (lambda: nn.PReLU(4), 1.2),
    "elu": (lambda: nn.ELU(0.8), 1.2),
    "selu": (nn.SELU, 1.2),
    "celu": (lambda: nn.CELU(0.7), 1.2),
    "sigmoid": (nn.Sigmoid, 2.0),
    "tanh": (nn.Tanh, 1.5),
    "softplus": (nn.Softplus, 2.0),
    "hard-sigmoid": (nn.Hardsigmoid, 4.0),
    "hard-swish-subgraph": (lambda: Composite(lambda m, z: z * functional.relu6(z + 3) / 6), 4.0),
    "gelu": (nn.GELU, 1.5),
    "gelu-tanh": (lambda: Composite(gelu_tanh), 1.5),
    "silu": (lambda: Composite(lambda m, z: z * torch.sigmoid(z)), 2.5),
    "mish": (lambda: Composite(lambda m, z: z * torch.tanh(functional.softplus(z))), 2.0),
    "batch-norm-after-relu": (lambda: nn.Sequential(nn.ReLU(), nn.BatchNorm2d(4)), 1.2),
}


def register(name, nonlinearity, gain):
    @case(name, f"2.1 elementwise nonlinearity of one z: {name}")
    def over_one_convolution():
        return Case(ReluConvolutions(3), nn.Sequential(conv3(3, 4), nonlinearity()), gain=gain)


for key, (function, reach) in NONLINEARITIES.items():
    register(key, function, reach)


@case("hard-swish", "2.1 elementwise nonlinearity of one z: the HardSwish operation (opset 14)")
def hard_swish():
    return Case(ReluConvolutions(3), nn.Sequential(conv3(3, 4), nn.Hardswish()), gain=4.0, opset=14)


@case("silu-mean-baseline", "2.1 elementwise nonlinearity that is not monotone, mean baseline")
def silu_mean_baseline():
    return Case(ReluConvolutions(3), nn.Sequential(conv3(3, 4), nn.SiLU()), gain=2.5, baseline="mean")


@case("blank-area-gelu", "2.1 near z1 = z0: the midpoint derivative of a smooth nonlinearity on blank areas")
def blank_area_gelu():
    back = nn.Sequential(conv3(4, 4), nn.GELU())
    return Case(ReluConvolutions(4), back, image_transform=blank_lower_half, after_randomise=blank_biases)
