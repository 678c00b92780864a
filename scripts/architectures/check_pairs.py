#!/usr/bin/env python3
"""Checks the pair matrices of an analysis of one image against integrated gradients in PyTorch.

    python3 check_pairs.py MODEL.onnx IMAGES.npz FOLDER [--steps 64] [--segments N]

The first image in IMAGES is the only one of class 0, and FOLDER is what `gipfel analyze --classes 0` made of it. Of every pair matrix A the product
A·r with random signs r over the target neurons is compared with the path integral of the gradient of Σ r_j a_j
(Sundararajan et al. 2017), by the midpoint rule and automatic differentiation, on a walk through the ONNX file
that shares no code with the product. Prints a line per matrix that is off by more than 2 % of its largest
number, then the worst; exits 1 if there was one.
"""
import argparse
import json
import pathlib
import sys

import numpy
import onnx
import torch
import torch.nn.functional as F
from onnx import numpy_helper

TOLERANCE = 0.02
CHUNK = 8


def attributes(node):
    return {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}


def padded(x, pads, value):
    top, left, bottom, right = pads
    return F.pad(x, (left, right, top, bottom), value=value)


def convolution(a, x, weight, bias=None):
    x = padded(x, a.get("pads", [0] * 4), 0.0)
    return F.conv2d(x, weight, bias, a.get("strides", 1), 0, a.get("dilations", 1), a.get("group", 1))


def max_pool(a, x):
    x = padded(x, a.get("pads", [0] * 4), -torch.inf)
    return F.max_pool2d(x, a["kernel_shape"], a.get("strides", 1), ceil_mode=bool(a.get("ceil_mode", 0)))


def average_pool(a, x):
    pads = a.get("pads", [0] * 4)
    if any(pads) and not a.get("count_include_pad", 0):
        raise ValueError("average pooling that leaves its padding out")
    return F.avg_pool2d(padded(x, pads, 0.0), a["kernel_shape"], a.get("strides", 1))


def pad(a, x, pads, value=None):
    if any(p for i, p in enumerate(pads.tolist()) if i % 4 < 2):
        raise ValueError("padding of the batch or the channels")
    _, _, top, left, _, _, bottom, right = pads.tolist()
    return padded(x, (top, left, bottom, right), 0.0 if value is None else value.item())


def slice_(a, x, starts, ends, axes, steps=None):
    steps = [1] * len(starts) if steps is None else steps.tolist()
    for start, end, axis, step in zip(starts.tolist(), ends.tolist(), axes.tolist(), steps):
        index = [slice(None)] * x.dim()
        index[axis] = slice(start, end, step)
        x = x[tuple(index)]
    return x


def reshape(a, x, shape):
    sizes = [x.shape[i] if size == 0 else size for i, size in enumerate(shape.tolist())]
    # The batch stays the batch, however the file states it.
    return x.reshape([x.shape[0], *sizes[1:]])


def batch_norm(a, x, scale, bias, mean, variance):
    return F.batch_norm(x, mean, variance, scale, bias, False, 0.0, a.get("epsilon", 1e-5))


def clip(a, x, low=None, high=None):
    return x.clamp(None if low is None else low.item(), None if high is None else high.item())


OPERATORS = {
    "Conv": convolution,
    "MaxPool": max_pool,
    "AveragePool": average_pool,
    "Pad": pad,
    "Slice": slice_,
    "Reshape": reshape,
    "BatchNormalization": batch_norm,
    "Clip": clip,
    "Relu": lambda a, x: x.relu(),
    "Sigmoid": lambda a, x: x.sigmoid(),
    "HardSigmoid": lambda a, x: (a["alpha"] * x + a.get("beta", 0.5)).clamp(0, 1),
    "HardSwish": lambda a, x: F.hardswish(x),
    "Add": lambda a, x, y: x + y,
    "Mul": lambda a, x, y: x * y,
    "Div": lambda a, x, y: x / y if x.is_floating_point() else x // y,
    "Concat": lambda a, *xs: torch.cat(xs, a["axis"]),
    "Split": lambda a, x, sizes: x.split(sizes.tolist(), a.get("axis", 0)),
    "Transpose": lambda a, x: x.permute(a["perm"]),
    "Flatten": lambda a, x: x.flatten(1),
    "GlobalAveragePool": lambda a, x: x.mean((2, 3), keepdim=True),
    "ReduceMean": lambda a, x: x.mean(a["axes"], keepdim=bool(a.get("keepdims", 1))),
    "Gemm": lambda a, x, w, b: F.linear(x, w if a.get("transB") else w.T, b),
    # Shape arithmetic.
    "Shape": lambda a, x: torch.tensor(x.shape),
    "Gather": lambda a, x, index: x[index],
    "Cast": lambda a, x: x,
    "Unsqueeze": lambda a, x, axes: x.unsqueeze(axes[0]),
}


class Model:
    def __init__(self, file):
        graph = onnx.load(file).graph
        self.constants = {i.name: torch.tensor(numpy_helper.to_array(i)) for i in graph.initializer}
        self.makers = {}
        for node in graph.node:
            if node.op_type == "Constant":
                self.constants[node.output[0]] = torch.tensor(numpy_helper.to_array(node.attribute[0].t))
            for place, name in enumerate(node.output):
                self.makers[name] = (node, place)

    def evaluate(self, name, known):
        """The value of a tensor from those in `known`, which gets what is computed on the way."""
        if name in self.constants:
            return self.constants[name]
        if name not in known:
            node, place = self.makers[name]
            inputs = [self.evaluate(i, known) if i else None for i in node.input]
            made = OPERATORS[node.op_type](attributes(node), *inputs)
            known[name] = made[place] if isinstance(made, (tuple, list)) else made
        return known[name]


def path_integral(model, sources, target, weights, activations, steps):
    """Contribution and gradient of every neuron of each source to Σ weights·target, summed over positions."""
    totals = {source: 0 for source in sources}
    alphas = (torch.arange(steps) + 0.5) / steps
    for some in alphas.split(CHUNK):
        shape = (len(some), 1, 1, 1)
        points = {}
        for source in sources:
            value = activations[source]
            points[source] = (some.reshape(shape[: value.dim()]) * value).requires_grad_()
        reached = model.evaluate(target, dict(points))
        (reached * weights.reshape([1, -1] + [1] * (reached.dim() - 2))).sum().backward()
        for source in sources:
            totals[source] = totals[source] + points[source].grad.sum(0, keepdim=True) / steps
    over = lambda x: x.flatten(2).sum(2)[0] if x.dim() == 4 else x[0]
    return {s: (over(activations[s] * totals[s]), over(totals[s])) for s in sources}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model")
    parser.add_argument("images")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--steps", type=int, default=64)
    parser.add_argument("--segments", type=int, help="only so many, spread over the network")
    arguments = parser.parse_args()
    torch.manual_seed(0)
    torch.set_num_threads(1)
    model = Model(arguments.model)
    document = json.loads((arguments.folder / "analysis.json").read_text())
    class_id = document["classes"][0]["id"]
    graph = json.loads((arguments.folder / "graphs" / f"{class_id}.json").read_text())
    names = {layer["id"]: layer["name"] for layer in document["layers"]}
    order = [layer["id"] for layer in document["layers"]]
    activations = {names[order[0]]: torch.tensor(numpy.load(arguments.images)["images"][:1])}
    logits = model.evaluate(names[order[-1]], activations)
    if abs(logits[0, 0].item() - graph["class"]["logit"]) > 1e-3 * max(1, abs(graph["class"]["logit"])):
        sys.exit(f"logit {logits[0, 0].item()} here, {graph['class']['logit']} in the graph: not the same image")
    segments = document["segments"]
    every = max(1, len(segments) // arguments.segments) if arguments.segments else 1
    worst = [0.0, 0.0]
    failed = False
    for segment in segments[::every]:
        target = segment["target"]
        matrices = {}
        for source in segment["sources"]:
            stem = arguments.folder / "pairs" / class_id / f"{source}--{target}"
            matrices[source] = [numpy.load(f"{stem}.{kind}.npy") for kind in ("contribution", "gradient")]
        neurons = model.evaluate(names[target], dict(activations)).shape[1]
        signs = torch.randint(0, 2, (neurons,)).float() * 2 - 1
        if target == order[-1]:
            signs = torch.zeros(neurons)
            signs[0] = 1
        with torch.enable_grad():
            expected = path_integral(
                model, [names[s] for s in segment["sources"]], names[target], signs, activations, arguments.steps
            )
        for source, found in matrices.items():
            for kind, matrix, right in zip((0, 1), found, expected[names[source]]):
                product = matrix * signs.numpy() if matrix.ndim == 1 else matrix @ signs.numpy()[: matrix.shape[1]]
                if target == order[-1]:
                    product = matrix[:, 0]
                right = right.detach().numpy()
                off = float(numpy.abs(product - right).max() / max(numpy.abs(right).max(), 1e-12))
                worst[kind] = max(worst[kind], off)
                if off > TOLERANCE:
                    failed = True
                    print(f"{source} -> {target} {('contribution', 'gradient')[kind]}: off by {off:.3g}", flush=True)
    print(f"{arguments.model}: {len(segments[::every])} segments, contribution within {worst[0]:.2g}, gradient within {worst[1]:.2g}")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
