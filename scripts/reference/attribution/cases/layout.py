"""Segments with a change of layout: flatten, transpose, shuffle, dense targets."""
from torch import nn

from ..case import Case, case
from ..modules import Composite, ReluConvolutions, conv1, conv3


def dense_front(channels, side, units):
    """image -> relu(dense(flatten(relu(conv(image))))): a source of shape [N, units]."""
    return Composite(
        lambda m, x: (m.dense(m.convolutions(x)[0].flatten(1)).relu(),),
        convolutions=ReluConvolutions(channels),
        dense=nn.Linear(channels * side * side, units),
    )


@case("flatten-dense", "2.1 affine: flatten, dense with a nonlinearity")
def flatten_dense():
    back = nn.Sequential(nn.Flatten(), nn.Linear(3 * 5 * 4, 5), nn.ReLU())
    return Case(ReluConvolutions(3), back, image=(2, 5, 4))


@case("global-pool-dense", "2.1 affine: global average pooling and the logits")
def global_pool_dense():
    back = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))
    return Case(ReluConvolutions(4), back, target="logits", head=None)


@case("global-pool-dense-relu", "2.1 affine: global average pooling before a dense layer with a nonlinearity")
def global_pool_dense_relu():
    back = nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 5), nn.ReLU())
    return Case(ReluConvolutions(4), back, baseline="mean")


@case("conv-global-pool-logits", "2.1 affine: 1x1 convolution and global pooling, no ReLU between")
def conv_global_pool_logits():
    back = nn.Sequential(conv1(4, 3), nn.AdaptiveAvgPool2d(1), nn.Flatten())
    return Case(ReluConvolutions(4), back, target="logits", head=None)


@case("dense-relu", "2.1 affine: dense layer to dense layer")
def dense_relu():
    return Case(dense_front(2, 4, 6), nn.Sequential(nn.Linear(6, 5), nn.ReLU()), image=(2, 4, 4))


@case("dense-logits", "2.1 affine: dense layer to logits")
def dense_logits():
    return Case(dense_front(2, 4, 6), nn.Linear(6, 3), target="logits", head=None, image=(2, 4, 4))


@case("nhwc-flatten", "2.1 affine: transpose to NHWC before flatten (exports from Keras)")
def nhwc_flatten():
    back = Composite(lambda m, a: m.dense(a.permute(0, 2, 3, 1).flatten(1)).relu(), dense=nn.Linear(3 * 5 * 4, 4))
    return Case(ReluConvolutions(3), back, image=(2, 5, 4))


def shuffle(values, groups, channels, height, width):
    values = values.reshape(-1, groups, channels // groups, height, width)
    return values.transpose(1, 2).reshape(-1, channels, height, width)


@case("channel-shuffle", "2.1 affine: grouped 1x1 convolution and channel shuffle before the nonlinearity")
def channel_shuffle():
    back = Composite(lambda m, a: shuffle(m.grouped(a), 2, 6, 8, 7).relu(), grouped=conv1(4, 6, groups=2))
    return Case(ReluConvolutions(4), back)


@case("channel-shuffle-before", "2.1 affine: channel shuffle between source and depthwise convolution")
def channel_shuffle_before():
    back = Composite(lambda m, a: m.depthwise(shuffle(a, 3, 6, 8, 7)).relu(), depthwise=conv3(6, 6, groups=6))
    return Case(ReluConvolutions(6), back)
