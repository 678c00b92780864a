"""Layer-wise relevance propagation by Zennit. Its rules in formulas, as its source has them.

Relevance starts as the target logit itself: R = logit at the target class, 0 at the others (not 1).
Batch norm that follows a convolution or dense layer is merged into it first. Then, for an affine layer
z_j = sum_i w_ij x_i + b_j with relevance R_j above it, with x+ = max(x, 0), x- = min(x, 0), likewise for w
and b, and s(d) = d + 1e-6 sign(d) with sign(0) = +1:

    epsilon     R_i = sum_j x_i w_ij R_j / s(z_j)                       the rule's epsilon in place of 1e-6
    z-plus      R_i = sum_j (x_i+ w_ij+  +  x_i- w_ij-) R_j / s(p_j)
                p_j = sum_i (x_i+ w_ij+  +  x_i- w_ij-) + b_j+          = alpha-beta with alpha 1, beta 0
    alpha-beta  R_i = sum_j alpha (x_i+ w_ij+ + x_i- w_ij-) R_j / s(p_j)
                      - beta (x_i+ w_ij- + x_i- w_ij+) R_j / s(n_j)
                n_j = sum_i (x_i+ w_ij-  +  x_i- w_ij+) + b_j-
    gamma       R_i = sum over j with z_j > 0 of
                        (x_i+ (w_ij + gamma w_ij+) + x_i- (w_ij + gamma w_ij-)) R_j / s(u_j)
                    + sum over j with z_j < 0 of
                        (x_i+ (w_ij + gamma w_ij-) + x_i- (w_ij + gamma w_ij+)) R_j / s(v_j)
                u_j = sum_i (x_i+ (w_ij + gamma w_ij+) + x_i- (w_ij + gamma w_ij-)) + b_j + gamma b_j+
                v_j = sum_i (x_i+ (w_ij + gamma w_ij-) + x_i- (w_ij + gamma w_ij+)) + b_j + gamma b_j-
                nothing passes where z_j = 0 exactly
    z-box       R_i = sum_j (x_i w_ij - l_i w_ij+ - h_i w_ij-) R_j / s(d_j),  l and h the bounds of x
                d_j = sum_i (x_i w_ij - l_i w_ij+ - h_i w_ij-) + b_j - b_j+ - b_j-,  where the b cancel;
                padding is zero in all three terms
    w-square    R_i = sum_j w_ij^2 R_j / s(sum_i w_ij^2 + b_j^2)        the sum over positions inside the image
    flat        R_i = sum_j R_j / s(number of positions i inside the image, times channels), no bias

The bias is part of the denominators above: what it takes is lost, so the sum of relevance is not the logit.

Other operations:

    nonlinearity, ReLU or not       pass: R_i = R_i, elementwise and without a look at values
    batch norm that cannot merge    pass
    average pool, global or not     norm: the epsilon rule with the pool's weights and 1e-6 whatever the rule's epsilon
    add y = a + b                   norm: R_a = a R / s(y), R_b = b R / s(y)
    max pool                        all of R_j to the position that wins, the first of equals in row-major order
    concat, flatten, pad, slice     each number goes back to where it came from
    product of signal and gate      all to the signal, none to the gate (Arras 2017); Zennit has no rule for it

Composites: epsilon-plus has z-plus for convolutions and epsilon for dense layers; epsilon-alpha2-beta1 has
alpha-beta (2, 1) and epsilon; epsilon-gamma-box has gamma (0.25) and epsilon, and z-box for the first
convolution (a network without any has no z-box). A single "rule" is taken by convolutions and dense layers
alike; "firstLayer" replaces it in the first of them. For a hidden layer: the relevance that arrives there.
"""
import torch
from zennit import rules
from zennit.canonizers import SequentialMergeBatchNorm
from zennit.composites import (
    EpsilonAlpha2Beta1,
    EpsilonGammaBox,
    EpsilonPlus,
    SpecialFirstLayerMapComposite,
    layer_map_base,
)
from zennit.core import Hook
from zennit.types import Linear

from .graph import Product, one_hot


class MergeBatchNorm(SequentialMergeBatchNorm):
    """Zennit leaves its epsilon in a merged batch norm, which takes 5e-6 of every value; here none is left."""

    def register(self, linears, batch_norm):
        super().register(linears, batch_norm)
        self.epsilon, batch_norm.eps = batch_norm.eps, 0.0

    def remove(self):
        self.batch_norm.eps = self.epsilon
        super().remove()


class SignalTakesAll(Hook):
    """Relevance of a product goes to its first input."""

    def backward(self, module, grad_input, grad_output):
        return grad_output[0], torch.zeros_like(grad_input[1])


def bounds(parameters):
    """`low` and `high`, one number per channel, as tensors [1, C, 1, 1]."""
    return {name: torch.tensor(parameters[name]).reshape(1, -1, 1, 1) for name in ("low", "high")}


def rule_of(name, parameters):
    if name == "epsilon":
        return rules.Epsilon(epsilon=parameters.get("epsilon", 1e-6))
    if name == "gamma":
        return rules.Gamma(gamma=parameters.get("gamma", 0.25))
    if name == "alpha-beta":
        return rules.AlphaBeta(alpha=parameters.get("alpha", 2), beta=parameters.get("beta", 1))
    if name == "z-box":
        return rules.ZBox(**bounds(parameters))
    return {"z-plus": rules.ZPlus, "w-square": rules.WSquare, "flat": rules.Flat}[name]()


def composite_of(parameters):
    """Zennit's composite for the parameters of a case. Returns (composite, its name in Zennit)."""
    shared = {"canonizers": [MergeBatchNorm()], "layer_map": [((Product,), SignalTakesAll())]}
    name = parameters.get("composite")
    if name == "epsilon-gamma-box":
        composite = EpsilonGammaBox(**bounds(parameters), **shared)
    elif name is not None:
        composite = {"epsilon-plus": EpsilonPlus, "epsilon-alpha2-beta1": EpsilonAlpha2Beta1}[name](**shared)
    else:
        rule = rule_of(parameters["rule"], parameters)
        shared["layer_map"] += layer_map_base() + [((Linear,), rule)]
        first = parameters.get("firstLayer", "same")
        first_map = [] if first == "same" else [((Linear,), rule_of(first, parameters))]
        composite = SpecialFirstLayerMapComposite(first_map=first_map, **shared)
        return composite, type(rule).__name__
    return composite, type(composite).__name__


def relevance(network, images, targets, parameters, level="image"):
    """Relevance of the tensor `level`. Returns (relevance, name of the rule or composite in Zennit)."""
    composite, name = composite_of(parameters)
    with composite.context(network):
        values = network.values(images.clone().requires_grad_())
        logits = values["logits"]
        start = one_hot(logits, targets) * logits.detach()
        (result,) = torch.autograd.grad(logits, values[level], start)
    return result.detach(), name
