"""DeepLIFT with the Rescale rule, slowly, from the papers (Shrikumar 2016, 2017; arXiv 1605.01713, 1704.02685).

Every tensor x has its value x' at the baseline and Dx = x - x'. Multipliers m run backward from m = 1 at the
target logit; the contribution of a tensor is m Dx, and over a layer it sums to the logit's own difference.

    linear: convolution, dense, batch norm, average pool, add, concat, flatten
                m_x = W^T m_y: as the gradient
    nonlinearity y = f(x), f any function of one number (x sigmoid(x), GELU and hard-swish included)
                m_x = m_y Dy / Dx,  f'(x) in place of Dy / Dx where |Dx| < 1e-7
    product y = a b (broadcast as the forward pass does)
                m_a = m_y (b + b') / 2,  m_b = m_y (a + a') / 2
    max pool    each window by itself. p is the position that wins at the image, p' at the baseline (the first of
                equals in row-major order). The contribution of p to Dy is max(y, y') - y', that of p' is
                y - max(y, y'). One of the two is always zero, so with
                    q = p where y >= y', else p'
                the window adds  m_y Dy / Dx_q  to the multiplier of q, and m_y where Dx_q = 0. That
                quotient lies in [0, 1]: |Dy| <= |Dx_q|, equal in sign. Padding never wins.

Captum's DeepLift must agree where pools do not overlap and nothing is a product, once two of its own gaps are
closed: it knows few nonlinearities (ReLU, ELU, LeakyReLU, sigmoid, tanh, softplus), so the others are added to
its table with the same rule; and where one nonlinearity or pool reads the output of another directly, its hooks
see the plain gradient, so the network is run with a copy in between. Out of the box it is wrong there by tens of
percent, unless the baseline makes the two equal.
"""
import warnings

import torch
from captum.attr import DeepLift, LayerDeepLift
from captum.attr._core.deep_lift import SUPPORTED_NON_LINEAR, nonlinear
from torch import nn

from .graph import Add, Movement, Product, one_hot

NEAR_ZERO = 1e-7
LINEAR = (nn.Conv2d, nn.Linear, nn.BatchNorm2d, nn.AvgPool2d, nn.AdaptiveAvgPool2d, nn.Flatten, Add, Movement)

for kind in (nn.PReLU, nn.ReLU6, nn.GELU, nn.SiLU, nn.Hardswish):
    SUPPORTED_NON_LINEAR[kind] = nonlinear


def derivative(function, x):
    with torch.enable_grad():
        point = x.detach().requires_grad_()
        return torch.autograd.grad(function(point).sum(), point)[0]


def transpose(function, inputs, multiplier):
    """W^T m of a function that is linear in its inputs, up to a constant: one result per input."""
    with torch.enable_grad():
        points = [x.detach().requires_grad_() for x in inputs]
        return torch.autograd.grad(function(*points), points, multiplier)


def sum_to_shape(values, shape):
    """The transpose of broadcasting to the shape of `values`."""
    return values.sum_to_size(shape)


def winners(pool, x, rest):
    """Flat position q of every window, Dy, and the share Dy / Dx_q of it that is passed on, all [N, C, H', W']."""
    options = {"kernel_size": pool.kernel_size, "stride": pool.stride, "padding": pool.padding}
    y, at_image = nn.functional.max_pool2d(x, **options, return_indices=True)
    y_rest, at_rest = nn.functional.max_pool2d(rest, **options, return_indices=True)
    chosen = torch.where(y >= y_rest, at_image, at_rest)
    difference = (x - rest).flatten(2).gather(2, chosen.flatten(2)).reshape_as(y)
    zero = difference == 0
    return chosen, torch.where(zero, torch.ones_like(y), (y - y_rest) / difference.masked_fill(zero, 1.0))


def scatter(values, positions, like):
    """Adds [N, C, H', W'] up at flat positions of a tensor like `like` [N, C, H, W]."""
    return torch.zeros_like(like).flatten(2).scatter_add(2, positions.flatten(2), values.flatten(2)).reshape_as(like)


def pull(module, inputs, rests, multiplier):
    """Multipliers of the inputs of one operation from that of its output."""
    if isinstance(module, LINEAR):
        return transpose(module, inputs, multiplier)
    if isinstance(module, Product):
        (a, b), (a_rest, b_rest) = inputs, rests
        return (
            sum_to_shape(multiplier * (b + b_rest) / 2, a.shape),
            sum_to_shape(multiplier * (a + a_rest) / 2, b.shape),
        )
    (x,), (rest,) = inputs, rests
    if isinstance(module, nn.MaxPool2d):
        chosen, share = winners(module, x, rest)
        return (scatter(multiplier * share, chosen, x),)
    near = (x - rest).abs() < NEAR_ZERO
    secant = (module(x) - module(rest)) / (x - rest).masked_fill(near, 1.0)
    return (multiplier * torch.where(near, derivative(module, x), secant),)


def contributions(network, images, baseline, targets):
    """Contributions of every tensor of the network to the target logit, by name."""
    with torch.no_grad():
        values, rests = network.values(images), network.values(baseline.expand_as(images))
        multipliers = {name: torch.zeros_like(value) for name, value in values.items()}
        multipliers["logits"] = one_hot(values["logits"], targets)
        for name in reversed(list(network.parts)):
            sources = network.sources[name]
            inputs, at_rest = [values[source] for source in sources], [rests[source] for source in sources]
            for source, result in zip(sources, pull(network.parts[name], inputs, at_rest, multipliers[name])):
                multipliers[source] = multipliers[source] + result
        return {name: multipliers[name] * (values[name] - rests[name]) for name in values}


def by_captum(network, images, baseline, targets, level="image"):
    network.spaced = True
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            method = DeepLift(network) if level == "image" else LayerDeepLift(network, network.parts[level])
            return method.attribute(images, baseline.expand_as(images), target=list(targets)).detach()
    finally:
        network.spaced = False
