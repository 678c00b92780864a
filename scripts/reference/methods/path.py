"""Integrated gradients (Sundararajan 2017, eq. 1) of the target logit S_c, x' the baseline:

    (x - x')  integral over alpha in [0, 1] of  dS_c / dx (x' + alpha (x - x'))

"exact": 200,000 midpoint steps. Completeness: the sum is S_c(x) - S_c(x'). For a hidden layer (through which
everything passes) the path goes straight from its value at the baseline image to its value at the image,
as in Captum's LayerIntegratedGradients.
"""
import warnings

import torch
from captum.attr import IntegratedGradients, LayerIntegratedGradients

STEPS = 200_000
CHUNK = 1_000


def converged(network, images, baseline, targets, level="image"):
    with torch.no_grad():
        ends, starts = network.values(images)[level], network.values(baseline)[level]
    logits_of = network.after(level)
    results = [
        (end - starts) * mean_gradient(logits_of, starts, end - starts, target, STEPS)
        for end, target in zip(ends.split(1), targets)
    ]
    return torch.cat(results)


def mean_gradient(logits_of, start, difference, target, steps):
    """Mean over the midpoints of the path of the gradient of one logit, for one image."""
    total = torch.zeros_like(start)
    for first in range(0, steps, CHUNK):
        alpha = (torch.arange(first, min(first + CHUNK, steps)).to(start) + 0.5) / steps
        points = (start + alpha.reshape(-1, *[1] * (start.dim() - 1)) * difference).requires_grad_()
        (gradient,) = torch.autograd.grad(logits_of(points)[:, target].sum(), points)
        total += gradient.sum(0, keepdim=True)
    return total / steps


def by_captum(network, images, baseline, targets, level="image", steps=50, batch=None):
    """Captum's own with Gauss-Legendre quadrature; `batch` points at a time."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if level == "image":
            method = IntegratedGradients(network)
        else:
            method = LayerIntegratedGradients(network, network.parts[level])
        options = {"target": list(targets), "n_steps": steps, "method": "gausslegendre", "internal_batch_size": batch}
        return method.attribute(images, baseline.expand_as(images), **options).detach()
