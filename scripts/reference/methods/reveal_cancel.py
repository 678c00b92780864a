"""DeepLIFT with the RevealCancel rule, slowly, from the paper (Shrikumar 2017, arXiv 1704.02685, 3.4 and 3.5).

Every tensor x has Dx = x - x' split into parts D+x + D-x = Dx, and multipliers m+ and m- for the two; its
contribution is m+ D+x + m- D-x, and over a layer it sums to the logit's own difference.

    image       D+x = max(Dx, 0), D-x = min(Dx, 0)
    logits      m+ = m- = 1 at the target, 0 elsewhere

    convolution, dense: y = W x + b. The split is by the sign of w Dx, Dx whole (section 3.5.1):
                D+y = W+ max(Dx, 0) + W- min(Dx, 0),   D-y = W- max(Dx, 0) + W+ min(Dx, 0)
                m+x = m-x = W+^T m+y + W-^T m-y        where Dx > 0
                            W-^T m+y + W+^T m-y        where Dx < 0
                            W^T (m+y + m-y) / 2        where Dx = 0
    nonlinearity y = f(x), f any function of one number (section 3.5.3), x' + D+x + D-x = x:
                D+y = ( f(x' + D+x) - f(x')  +  f(x) - f(x' + D-x) ) / 2
                D-y = ( f(x' + D-x) - f(x')  +  f(x) - f(x' + D+x) ) / 2
                m+x = m+y D+y / D+x,  m-x = m-y D-y / D-x
                where |D+x| < 1e-7, D+y / D+x is its limit ( f'(x') + f'(x' + D-x) ) / 2; likewise for -

The paper has no more. In the authors' code (kundajelab/deeplift: NoOp, Flatten, Concat, AvgPool,
BatchNormalization) operations that do not mix channels by weights hand the two parts on as they are, and so it
is here: how a network writes one affine map in several operations then makes no difference.

    moving: flatten, concat, add, average pool, global or not (weights M >= 0)
                D+y = M D+x,  D-y = M D-x;     m+x = M^T m+y,  m-x = M^T m-y
                (add: of the inputs together, D+y = D+a + D+b)
    scaling: batch norm, y = c x + constant, per channel
                c >= 0 hands the parts on times c, c < 0 swaps them as well:
                D+y = c+ D+x + c- D-x,  D-y = c- D+x + c+ D-x;   m+x = c+ m+y + c- m-y,  m-x = c- m+y + c+ m-y
    max pool    position q and quotient r = Dy / Dx_q (1 where Dx_q = 0) per window as in rescale.py; the same r
                for both parts: D+y = r D+x_q,  D-y = r D-x_q;   each window adds r m+y to m+x_q, r m-y to m-x_q
                (the authors' code has the gradient here, which does not sum to the difference)

A product of two activations is in neither the paper nor the code, and RevealCancel is not defined through it.
"""
import torch
from torch import nn

from .graph import Add, Movement, one_hot
from .rescale import NEAR_ZERO, derivative, scatter, transpose, winners

MIXING = (nn.Conv2d, nn.Linear)
MOVING = (nn.AvgPool2d, nn.AdaptiveAvgPool2d, nn.Flatten, Add, Movement)


def with_weights(module, weight):
    """The affine map with other weights and without bias."""
    if isinstance(module, nn.Linear):
        return lambda x: nn.functional.linear(x, weight)
    options = (module.stride, module.padding, module.dilation, module.groups)
    return lambda x: nn.functional.conv2d(x, weight, None, *options)


class Mixing:
    """Convolution and dense: the linear rule."""

    def __init__(self, module, inputs, rests):
        self.difference = inputs[0] - rests[0]
        self.positive = with_weights(module, module.weight.clamp(min=0))
        self.negative = with_weights(module, module.weight.clamp(max=0))

    def push(self, _parts):
        above, below = self.difference.clamp(min=0), self.difference.clamp(max=0)
        return self.positive(above) + self.negative(below), self.negative(above) + self.positive(below)

    def pull(self, plus, minus):
        def transposed(function, multiplier):
            return transpose(function, [self.difference], multiplier)[0]

        above = transposed(self.positive, plus) + transposed(self.negative, minus)
        below = transposed(self.negative, plus) + transposed(self.positive, minus)
        # Half the sum of the two cases is W^T (m+ + m-) / 2.
        both = torch.where(self.difference > 0, above, torch.where(self.difference < 0, below, (above + below) / 2))
        return [(both, both)]


class Scaling:
    """Batch norm."""

    def __init__(self, norm):
        factor = (norm.weight / (norm.running_var + norm.eps).sqrt()).reshape(1, -1, 1, 1)
        self.above, self.below = factor.clamp(min=0), factor.clamp(max=0)

    def push(self, parts):
        plus, minus = parts[0]
        return self.above * plus + self.below * minus, self.below * plus + self.above * minus

    def pull(self, plus, minus):
        return [(self.above * plus + self.below * minus, self.below * plus + self.above * minus)]


class Moving:
    """What hands the parts on."""

    def __init__(self, module, inputs):
        self.module, self.inputs = module, inputs

    def push(self, parts):
        return self.module(*(p for p, _ in parts)), self.module(*(m for _, m in parts))

    def pull(self, plus, minus):
        return list(zip(transpose(self.module, self.inputs, plus), transpose(self.module, self.inputs, minus)))


class MaxPool:
    def __init__(self, module, x, rest):
        self.chosen, self.share = winners(module, x, rest)
        self.like = x

    def push(self, parts):
        def chosen(part):
            return self.share * part.flatten(2).gather(2, self.chosen.flatten(2)).reshape_as(self.share)

        return chosen(parts[0][0]), chosen(parts[0][1])

    def pull(self, plus, minus):
        return [tuple(scatter(self.share * m, self.chosen, self.like) for m in (plus, minus))]


class Nonlinearity:
    def __init__(self, function, rest):
        self.function, self.rest = function, rest

    def push(self, parts):
        f, rest, (plus, minus) = self.function, self.rest, parts[0]
        start, end = f(rest), f(rest + plus + minus)
        with_plus, with_minus = f(rest + plus), f(rest + minus)
        out_plus = (with_plus - start + end - with_minus) / 2
        out_minus = (with_minus - start + end - with_plus) / 2
        self.slopes = (self.slope(out_plus, plus, minus), self.slope(out_minus, minus, plus))
        return out_plus, out_minus

    def slope(self, out, part, other):
        near = part.abs() < NEAR_ZERO
        limit = (derivative(self.function, self.rest) + derivative(self.function, self.rest + other)) / 2
        return torch.where(near, limit, out / part.masked_fill(near, 1.0))

    def pull(self, plus, minus):
        return [(self.slopes[0] * plus, self.slopes[1] * minus)]


def rule_of(module, inputs, rests):
    if isinstance(module, MIXING):
        return Mixing(module, inputs, rests)
    if isinstance(module, MOVING):
        return Moving(module, inputs)
    if isinstance(module, nn.BatchNorm2d):
        return Scaling(module)
    if isinstance(module, nn.MaxPool2d):
        return MaxPool(module, inputs[0], rests[0])
    if len(inputs) != 1:
        raise TypeError(f"RevealCancel is not defined through {type(module).__name__}")
    return Nonlinearity(module, rests[0])


def contributions(network, images, baseline, targets):
    """Contributions of every tensor of the network to the target logit, by name."""
    with torch.no_grad():
        values, rests = network.values(images), network.values(baseline.expand_as(images))
        difference = images - baseline
        parts = {"image": (difference.clamp(min=0), difference.clamp(max=0))}
        rules = {}
        for name, module in network.parts.items():
            sources = network.sources[name]
            rules[name] = rule_of(module, [values[s] for s in sources], [rests[s] for s in sources])
            parts[name] = rules[name].push([parts[s] for s in sources])
        zeros = {name: torch.zeros_like(value) for name, value in values.items()}
        multipliers = {name: (zero, zero) for name, zero in zeros.items()}
        multipliers["logits"] = (one_hot(values["logits"], targets),) * 2
        for name in reversed(list(network.parts)):
            for source, added in zip(network.sources[name], rules[name].pull(*multipliers[name])):
                multipliers[source] = tuple(old + new for old, new in zip(multipliers[source], added))
        return {
            name: sum(multiplier * part for multiplier, part in zip(multipliers[name], parts[name])) for name in values
        }
