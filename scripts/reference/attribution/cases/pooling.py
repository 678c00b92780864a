"""Segments with max pooling: exact where the baseline is constant inside each window (design 2.1)."""
import torch
from torch import nn

from ..case import Case, case
from ..modules import Composite, ReluConvolutions, conv1, conv3


def pooled(*before_convolution, channels=4):
    return nn.Sequential(*before_convolution, conv3(channels, 4), nn.ReLU())


@case("max-pool-overlapping", "2.1 max pooling before the convolution, overlapping windows")
def max_pool_overlapping():
    return Case(ReluConvolutions(4), pooled(nn.MaxPool2d(3, 2)))


@case("max-pool-ceil", "2.1 max pooling with ceil mode: windows over the edge")
def max_pool_ceil():
    return Case(ReluConvolutions(4), pooled(nn.MaxPool2d(3, 2, ceil_mode=True)))


@case("max-pool-after", "2.1 a pool after a monotone nonlinearity")
def max_pool_after():
    back = nn.Sequential(conv3(4, 5), nn.ReLU(), nn.MaxPool2d(3, 2))
    return Case(ReluConvolutions(4), back)


@case("max-pool-after-sigmoid", "2.1 a pool after a monotone smooth nonlinearity")
def max_pool_after_sigmoid():
    return Case(ReluConvolutions(4), nn.Sequential(conv3(4, 4), nn.Sigmoid(), nn.MaxPool2d(2)), gain=2.0)


@case("two-pools", "2.1 two pools in a row")
def two_pools():
    return Case(ReluConvolutions(4), pooled(nn.MaxPool2d(3, 1), nn.MaxPool2d(2, 2)))


@case("max-pool-padded", "2.1 max pooling with -inf padding")
def max_pool_padded():
    return Case(ReluConvolutions(4), pooled(nn.MaxPool2d(3, 2, 1)))


@case("max-pool-mean-baseline", "2.1 max pooling with a channel mean as baseline and -inf padding")
def max_pool_mean_baseline():
    return Case(ReluConvolutions(4), pooled(nn.MaxPool2d(3, 2, 1)), baseline="mean")


@case("max-pool-dilated", "2.1 max pooling with dilation")
def max_pool_dilated():
    return Case(ReluConvolutions(4), pooled(nn.MaxPool2d(2, 1, dilation=2)))


@case("batch-norm-max-pool", "2.1 batch norm (one negative scale), then a pool with -inf padding: still exact")
def batch_norm_max_pool():
    return Case(ReluConvolutions(4), pooled(nn.BatchNorm2d(4), nn.MaxPool2d(3, 2, 1)), baseline="mean")


@case("zero-pad-max-pool", "2.1 explicit zero padding, then max pooling, zero baseline: exact")
def zero_pad_max_pool():
    return Case(ReluConvolutions(3), pooled(nn.ZeroPad2d((1, 2, 1, 0)), nn.MaxPool2d(3, 2), channels=3))


@case("pool-branch", "2.1 a source that reaches the target beside and through a pool (Inception)")
def pool_branch():
    back = Composite(
        lambda m, a: torch.cat((m.direct(a), m.pooled(m.pool(a))), 1).relu(),
        direct=conv3(4, 3),
        pooled=conv1(4, 2),
        pool=nn.MaxPool2d(3, 1, 1),
    )
    return Case(ReluConvolutions(4), back)


@case("zero-pad-max-pool-mean-baseline", "2.1 explicit zero padding, then max pooling, mean baseline: quadrature")
def zero_pad_max_pool_mean_baseline():
    # A signed source: zeros could never win against the activations of a ReLU and their mean.
    front = Composite(lambda m, x: (m.stem(x),), stem=conv3(2, 4))
    back = pooled(nn.ZeroPad2d((1, 2, 1, 0)), nn.MaxPool2d(3, 2))
    return Case(front, back, sources=("stream",), baseline="mean", exact=False)


@case("bn-pad-pool", "2.1, 2.2 batch norm, explicit zero padding, then pool: quadrature")
def bn_pad_pool():
    back = pooled(nn.BatchNorm2d(4), nn.ZeroPad2d(1), nn.MaxPool2d(3, 2))
    return Case(ReluConvolutions(4), back, exact=False)


class PositionBias(nn.Module):
    """Adds a constant [C, H, W]."""

    def __init__(self, channels, height, width):
        super().__init__()
        self.register_buffer("bias", 0.6 * torch.randn(1, channels, height, width))

    def forward(self, values):
        return values + self.bias


@case("per-position-bias-before-pool", "2.1, 2.2 a per-position bias before the pool: quadrature")
def per_position_bias_before_pool():
    return Case(ReluConvolutions(4), pooled(PositionBias(4, 8, 7), nn.MaxPool2d(2)), exact=False)


@case("mean-baseline-padded-conv-pool", "2.1, 2.2 mean baseline, padded convolution, then pool: quadrature")
def mean_baseline_padded_conv_pool():
    back = nn.Sequential(conv3(4, 4), nn.ReLU(), nn.MaxPool2d(3, 2))
    return Case(ReluConvolutions(4), back, baseline="mean", exact=False)


@case("mean-baseline-unpadded-conv-pool", "2.1 mean baseline, convolution without padding, then pool: exact")
def mean_baseline_unpadded_conv_pool():
    back = nn.Sequential(conv3(4, 4, padding=0), nn.ReLU(), nn.MaxPool2d(2))
    return Case(ReluConvolutions(4), back, baseline="mean")


@case("silu-then-max-pool", "2.1, 2.2 a pool after a nonlinearity that is not monotone: quadrature")
def silu_then_max_pool():
    back = nn.Sequential(conv3(4, 4), nn.SiLU(), nn.MaxPool2d(3, 2))
    return Case(ReluConvolutions(4), back, gain=2.5, exact=False)
