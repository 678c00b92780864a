"""Integrated gradients by their definition, in float64: no closed form, no trick.

For one image with source activations a_s, baselines a'_s and target t(sources), the path is
a' + alpha (a - a') for all sources together, alpha at the midpoints of `steps` equal intervals:

    gradient[s][i, j]     = sum_p           mean_alpha d t_j / d a_s,i(p)
    contribution[s][i, j] = sum_p (a - a')  mean_alpha d t_j / d a_s,i(p)

with t_j summed over the positions of target neuron j (Sundararajan, Taly, Yan 2017, eq. 1).
"""
import torch

STEPS = 20_000
CHUNK = 1_000


def sum_over_positions(target):
    """[N, C, H, W] or [N, C] -> [N, C]."""
    return target.reshape(target.shape[0], target.shape[1], -1).sum(2)


def mean_path_gradients(target_of, activations, baselines, steps=STEPS):
    """One image. Returns, per source [1, C_s, ...], the tensor [C_t, C_s, ...] of mean gradients."""
    totals = None
    for start in range(0, steps, CHUNK):
        alpha = (torch.arange(start, min(start + CHUNK, steps), dtype=torch.float64) + 0.5) / steps
        points = [
            (base + alpha.reshape(-1, *[1] * (value.dim() - 1)) * (value - base)).requires_grad_()
            for value, base in zip(activations, baselines)
        ]
        neurons = sum_over_positions(target_of(*points))
        count = neurons.shape[1]
        if totals is None:
            totals = [torch.zeros(count, *value.shape[1:], dtype=torch.float64) for value in activations]
        for j in range(count):
            gradients = torch.autograd.grad(neurons[:, j].sum(), points, retain_graph=j + 1 < count)
            for total, gradient in zip(totals, gradients):
                total[j] += gradient.sum(0)
    return [total / steps for total in totals]


def attribute(target_of, activations, baselines, steps=STEPS):
    """All images. `activations`: per source [N, C_s, ...]; `baselines`: per source [1, C_s, ...].

    Returns (contribution, gradient, completeness_sum, completeness_delta): per source [C_s, C_t], means
    over the images, and [N, C_t] for the two sides of the completeness law.
    """
    images = activations[0].shape[0]
    contributions = [0.0] * len(activations)
    gradients = [0.0] * len(activations)
    sums, deltas = [], []
    for n in range(images):
        values = [activation[n : n + 1] for activation in activations]
        means = mean_path_gradients(target_of, values, baselines, steps)
        image_sum = 0.0
        for s, (mean, value, base) in enumerate(zip(means, values, baselines)):
            shape = (mean.shape[0], mean.shape[1], -1)
            contribution = (mean * (value - base)).reshape(shape).sum(2).T
            contributions[s] = contributions[s] + contribution / images
            gradients[s] = gradients[s] + mean.reshape(shape).sum(2).T / images
            image_sum = image_sum + contribution.sum(0)
        with torch.no_grad():
            delta = sum_over_positions(target_of(*values) - target_of(*baselines))[0]
        sums.append(image_sum)
        deltas.append(delta)
    return contributions, gradients, torch.stack(sums), torch.stack(deltas)


def baselines_of(activations, kind):
    """`zero`, or `mean`: one number per channel over all images and positions. Returns per source [1, C_s, ...]."""
    if kind == "zero":
        return [torch.zeros_like(activation[:1]) for activation in activations]
    means = [activation.transpose(0, 1).flatten(1).mean(1) for activation in activations]
    return [
        mean.reshape(1, -1, *[1] * (activation.dim() - 2)).expand_as(activation[:1]).clone()
        for mean, activation in zip(means, activations)
    ]


def residual(sums, deltas):
    """Completeness residual ||sum - delta|| / ||delta|| over images and target neurons."""
    return ((sums - deltas).norm() / deltas.norm()).item()
