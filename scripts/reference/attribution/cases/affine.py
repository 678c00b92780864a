"""Segments that are one elementwise nonlinearity of an affine map without pooling."""
import torch
from torch import nn
from torch.nn import functional

from ..case import Case, case
from ..modules import Composite, ReluConvolutions, conv1, conv3


def after_relu(*modules):
    return nn.Sequential(*modules, nn.ReLU())


@case("conv-relu", "2.1 affine: convolution")
def conv_relu():
    return Case(ReluConvolutions(4), after_relu(conv3(4, 5)))


@case("conv-relu-mean-baseline", "2 baseline: mean")
def conv_relu_mean_baseline():
    return Case(ReluConvolutions(4), after_relu(conv3(4, 5)), baseline="mean")


@case("stride", "2.1 affine: convolution (stride)")
def stride():
    return Case(ReluConvolutions(4), after_relu(conv3(4, 5, stride=2)))


@case("dilation", "2.1 affine: convolution (dilation)")
def dilation():
    return Case(ReluConvolutions(4), after_relu(conv3(4, 5, dilation=2, padding=2)))


@case("groups", "2.1 affine: convolution (groups)")
def groups():
    return Case(ReluConvolutions(6), after_relu(conv3(6, 4, groups=2)))


@case("depthwise", "2.1 affine: convolution (depthwise)")
def depthwise():
    return Case(ReluConvolutions(5), after_relu(conv3(5, 5, groups=5)))


@case("depthwise-multiplier-2", "2.1 affine: convolution (depthwise, two outputs per input)")
def depthwise_multiplier():
    return Case(ReluConvolutions(3), after_relu(conv3(3, 6, groups=3)))


@case("blank-area", "2.1 near z1 = z0: relu'(0) = 0 where source and bias are zero")
def blank_area():
    return Case(
        ReluConvolutions(4),
        after_relu(conv3(4, 4)),
        image_transform=blank_lower_half,
        after_randomise=blank_biases,
    )


def blank_lower_half(images):
    images[:, :, 4:] = 0
    return images


def blank_biases(made):
    made.front.convolutions[0].bias.copy_(torch.tensor([0.0, -0.2, 0.0, -0.1]))
    made.back[0].bias.copy_(torch.tensor([0.0, 0.3, -0.3, 0.0]))


@case("residual-add", "2.1 affine: residual add of two sources")
def residual_add():
    back = Composite(lambda m, a, b: (m.convolution(a) + b).relu(), convolution=conv3(4, 5))
    return Case(ReluConvolutions(4, 5), back, sources=("branch", "shortcut"))


@case("residual-add-same-source", "2.1 affine: residual add of a source to its own convolution")
def residual_add_same_source():
    return Case(ReluConvolutions(4), Composite(lambda m, a: (m.convolution(a) + a).relu(), convolution=conv3(4, 4)))


@case("residual-projection", "2.1 affine: residual add with a 1x1 projection, stride 2")
def residual_projection():
    back = Composite(
        lambda m, a, b: (m.convolution(a) + m.projection(b)).relu(),
        convolution=conv3(4, 5, stride=2),
        projection=conv1(3, 5, stride=2),
    )
    return Case(ReluConvolutions(4, 3), back, sources=("branch", "shortcut"), baseline="mean")


@case("concat", "2.1 affine: concat of two sources before the convolution")
def concat():
    back = Composite(lambda m, a, b: m.convolution(torch.cat((a, b), 1)).relu(), convolution=conv3(7, 4))
    return Case(ReluConvolutions(4, 3), back, sources=("left", "right"))


@case("concat-target", "2.1 affine: concat before the nonlinearity of the target")
def concat_target():
    back = Composite(
        lambda m, a: torch.cat((m.narrow(a), m.wide(a)), 1).relu(), narrow=conv1(4, 3), wide=conv3(4, 2)
    )
    return Case(ReluConvolutions(4), back)


@case("concat-of-relus", "2.1 affine: target that joins two nonlinearities (SqueezeNet, Inception)")
def concat_of_relus():
    back = Composite(
        lambda m, a, b: torch.cat((m.narrow(a).relu(), m.wide(b).relu(), a), 1), narrow=conv1(3, 2), wide=conv3(4, 2)
    )
    return Case(ReluConvolutions(3, 4), back, sources=("left", "right"))


@case("batch-norm-before", "2.1 affine: batch norm between convolution and nonlinearity")
def batch_norm_before():
    return Case(ReluConvolutions(4), after_relu(conv3(4, 5, bias=False), nn.BatchNorm2d(5)))


@case("batch-norm-after", "2.1 affine: batch norm with a shift between source and padded convolution")
def batch_norm_after():
    return Case(ReluConvolutions(4), after_relu(nn.BatchNorm2d(4), conv3(4, 5)))


@case("average-pool-pads-counted", "2.1 affine: average pooling, padding counted")
def average_pool_pads_counted():
    return Case(ReluConvolutions(4), after_relu(nn.AvgPool2d(3, 2, 1, count_include_pad=True), conv3(4, 5)))


@case("average-pool-pads-not-counted", "2.1 affine: average pooling, padding not counted")
def average_pool_pads_not_counted():
    return Case(ReluConvolutions(4), after_relu(nn.AvgPool2d(3, 2, 1, count_include_pad=False), conv3(4, 5)))


@case("average-pool-after", "2.1 affine: average pooling between convolution and nonlinearity")
def average_pool_after():
    return Case(ReluConvolutions(4), after_relu(conv3(4, 5), nn.AvgPool2d(2)))


@case("pad-slice-shortcut", "2.1 affine: slice/pad shortcut (ResNet-20, option A)")
def pad_slice_shortcut():
    def forward(m, branch, shortcut):
        return (m.convolution(branch) + functional.pad(shortcut[:, :, ::2, ::2], (0, 0, 0, 0, 1, 1))).relu()

    back = Composite(forward, convolution=conv3(4, 5, stride=2))
    return Case(ReluConvolutions(4, 3), back, sources=("branch", "shortcut"))


@case("linear-bottleneck", "2.1 two mixing maps: the bottleneck is a layer with the identity, m = 1")
def linear_bottleneck():
    head = nn.Sequential(conv1(3, 4), nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))
    return Case(ReluConvolutions(6), conv1(6, 3), target="bottleneck", head=head)


@case("linear-bottleneck-source", "2.1 two mixing maps: from the bottleneck (signed values) on")
def linear_bottleneck_source():
    front = nn.Sequential(Composite(lambda m, x: m.source(x)[0], source=ReluConvolutions(5)), conv1(5, 3))
    wrapped = Composite(lambda m, x: (m.inner(x),), inner=front)
    return Case(wrapped, nn.Sequential(conv1(3, 5), nn.ReLU6()), sources=("bottleneck",), gain=2.0)


@case("linear-bottleneck-skipped", "2.1 two mixing maps in a row: m pushed back through the frozen affine map")
def linear_bottleneck_skipped():
    return Case(ReluConvolutions(5), after_relu(conv1(5, 3), conv3(3, 4)))


@case("linear-bottleneck-skipped-mean-baseline", "2.1 two mixing maps in a row, mean baseline, stride")
def linear_bottleneck_skipped_mean_baseline():
    return Case(ReluConvolutions(5), after_relu(conv3(5, 3), conv3(3, 4, stride=2)), baseline="mean")


@case("pre-activation-sources", "1, 2.1: pre-activation stream and its inner layer both chosen")
def pre_activation_sources():
    front = Composite(
        lambda m, x: (m.stream(x), m.norm(m.stream(x)).relu()), stream=conv3(2, 4), norm=nn.BatchNorm2d(4)
    )
    back = Composite(lambda m, stream, hidden: stream + m.convolution(hidden), convolution=conv3(4, 4))
    head = nn.Sequential(conv3(4, 4), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))
    return Case(front, back, sources=("stream", "hidden"), head=head)


@case("pre-activation", "2.1 stream + conv(relu(bn(stream))), only the stream chosen: one nonlinearity a path")
def pre_activation():
    front = Composite(lambda m, x: (m.stem(x),), stem=conv3(2, 4))
    back = Composite(
        lambda m, a: a + m.convolution(m.norm(a).relu()), norm=nn.BatchNorm2d(4), convolution=conv3(4, 4)
    )
    head = nn.Sequential(conv3(4, 4), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(4, 3))
    return Case(front, back, sources=("stream",), head=head)
