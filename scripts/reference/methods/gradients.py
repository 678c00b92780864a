"""Gradient methods, straight from their definitions with PyTorch's autograd, S_c the target logit.

    gradient          dS_c / dx                                   signed, of the shape of x
    saliency          max over channels of |dS_c / dx|            [N, 1, H, W] (Simonyan 2014)
    gradient-x-input  x dS_c / dx                                 (Shrikumar 2016)
    guided-backprop   dS_c / dx where every ReLU's derivative is  1{x > 0} 1{g > 0}  (Springenberg 2015),
                      g the gradient that reaches it; of a ReLU6  1{0 < x < 6} 1{g > 0}

Conventions as in PyTorch: relu'(0) = 0, relu6'(0) = relu6'(6) = 0, the first of equal maxima gets the
gradient of a max pool. `level` names a tensor in place of the image.

Captum's GuidedBackprop changes nn.ReLU only and leaves ReLU6 alone; this one changes both, and must agree
with Captum where there is no ReLU6.
"""
import torch
from torch import nn

from .graph import one_hot


def gradient(network, images, targets, level="image"):
    """dS_c / d(level), and the value of that tensor."""
    values = network.values(images.clone().requires_grad_())
    logits, value = values["logits"], values[level]
    (result,) = torch.autograd.grad(logits, value, one_hot(logits, targets))
    return result, value.detach()


def saliency(network, images, targets):
    return gradient(network, images, targets)[0].abs().amax(1, keepdim=True)


def gradient_x_input(network, images, targets, level="image"):
    result, value = gradient(network, images, targets, level)
    return result * value


def guided_backprop(network, images, targets):
    def keep_positive(_module, passed, arriving):
        return (passed[0] * (arriving[0] > 0),)

    parts = [part for part in network.parts.values() if isinstance(part, (nn.ReLU, nn.ReLU6))]
    handles = [part.register_full_backward_hook(keep_positive) for part in parts]
    try:
        return gradient(network, images, targets)[0]
    finally:
        for handle in handles:
            handle.remove()
