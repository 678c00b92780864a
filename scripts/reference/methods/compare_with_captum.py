"""Compares `gipfel explain` with Captum, Zennit and the slow twins on a real network and given images.

    python -m methods.compare_with_captum --gipfel "npx -y pnpm@12 --silent gipfel" --data IMAGES.npz MODEL.onnx ...

Run it in scripts/reference. IMAGES.npz holds `images` [N, C, H, W] float32, already preprocessed, and `labels` [N],
so that reading and resizing make no difference. The target is the class the network prefers, the baseline zero.
Networks: TinyVGG, ResNet-20, SqueezeNet 1.1, MobileNet v1 0.25, recognised by their weights. The table has
max |a - b| / max |b| over
the images, b the reference in float64: first with a by Gipfel, then with a by the reference itself in float32, which
says what single precision costs. The z-box rule is compared where --low and --high say the bounds of the pixels,
which --options must then lead the command to as well (`--options "--preprocess FILE"`).
"""
import argparse
import copy
import dataclasses
import pathlib
import shlex
import subprocess
import sys
import tempfile
import warnings

import numpy
import torch
from captum.attr import GuidedBackprop, InputXGradient, Saliency
from torch import nn

from . import cam, gradients, lrp, path, rescale, reveal_cancel
from .real_networks import load


@dataclasses.dataclass
class Comparison:
    """`options` of the command; `reference` maps (real network, image [1, C, H, W], target) to the attribution."""

    method: str
    options: list
    source: str
    reference: object


def zeros(image):
    return torch.zeros_like(image)


def saliency(real, image, target):
    return Saliency(real.network).attribute(image, target=target).amax(1, keepdim=True)


def rescale_comparison(real):
    """By Captum where its pools do not overlap, else by the slow twin."""
    pools = [part for part in real.network.parts.values() if isinstance(part, nn.MaxPool2d)]
    if all(pool.kernel_size <= pool.stride for pool in pools):
        return Comparison(
            "deeplift-rescale", [], "Captum", lambda r, x, t: rescale.by_captum(r.network, x, zeros(x), [t])
        )
    return Comparison(
        "deeplift-rescale",
        [],
        "definition",
        lambda r, x, t: rescale.contributions(r.network, x, zeros(x), [t])["image"],
    )


def lrp_comparison(rule, first=None, epsilon=None, **bounds):
    """`first`: rule of the first layer in place of `rule`."""
    parameters = {"composite" if rule.startswith("epsilon-") else "rule": rule, **bounds}
    options = ["--rule", rule]
    if epsilon is not None:
        parameters["epsilon"] = epsilon
        options += ["--epsilon", str(epsilon)]
    if first is not None:
        parameters["firstLayer"] = first
        options += ["--first-layer", first]
    return Comparison("lrp", options, "Zennit", lambda r, x, t: lrp.relevance(r.network, x, [t], parameters)[0])


def guided_comparisons(real, layer):
    """By Captum where every rectifier is a ReLU; it leaves ReLU6 alone."""

    def backprop(r, x, t):
        return GuidedBackprop(r.network).attribute(x, target=t)

    guided = Comparison("guided-backprop", [], "Captum", backprop)
    guided_cam = Comparison(
        "guided-grad-cam",
        [*layer, "--interpolation", "nearest"],
        "Captum",
        lambda r, x, t: cam.guided_grad_cam(r.network, x, [t], r.cam),
    )
    if not any(isinstance(part, nn.ReLU6) for part in real.network.parts.values()):
        return [guided, guided_cam]
    return [
        Comparison("guided-backprop", [], "definition", lambda r, x, t: gradients.guided_backprop(r.network, x, [t]))
    ]


def comparisons_of(real, bounds):
    layer = ["--layer", real.cam_tensor]
    return [
        Comparison("gradient", [], "Captum", lambda r, x, t: Saliency(r.network).attribute(x, target=t, abs=False)),
        Comparison("saliency", [], "Captum", saliency),
        Comparison(
            "gradient-x-input", [], "Captum", lambda r, x, t: InputXGradient(r.network).attribute(x, target=t)
        ),
        Comparison(
            "integrated-gradients",
            ["--steps", "50"],
            "Captum",
            lambda r, x, t: path.by_captum(r.network, x, zeros(x), [t], batch=5),
        ),
        *(lrp_comparison(rule) for rule in ("epsilon-plus", "epsilon-alpha2-beta1")),
        *([lrp_comparison("epsilon-gamma-box", **bounds)] if bounds else []),
        *(lrp_comparison(rule) for rule in ("epsilon", "gamma", "alpha-beta", "z-plus")),
        lrp_comparison("epsilon", epsilon=0.1),
        *(lrp_comparison("z-plus", first) for first in ("w-square", "flat")),
        *([lrp_comparison("z-plus", "z-box", **bounds)] if bounds else []),
        rescale_comparison(real),
        Comparison(
            "deeplift-reveal-cancel",
            [],
            "definition",
            lambda r, x, t: reveal_cancel.contributions(r.network, x, zeros(x), [t])["image"],
        ),
        Comparison("grad-cam", layer, "Captum", lambda r, x, t: cam.grad_cam(r.network, x, [t], r.cam)),
        *guided_comparisons(real, layer),
    ]


def explain(arguments, model, index, target, comparison, folder):
    """What the command writes, without axes of length one; an error of one line where it fails."""
    out = folder / "attribution.npy"
    out.unlink(missing_ok=True)
    baseline = ["--baseline", "zero"] if comparison.method.startswith(("integrated", "deeplift")) else []
    command = [*shlex.split(arguments.gipfel), "explain", "--model", str(model), "--data", str(arguments.data)]
    command += ["--image", str(index), "--method", comparison.method, "--target", str(target), *baseline]
    command += [*comparison.options, *shlex.split(arguments.options), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0 or not out.exists():
        raise RuntimeError((done.stderr.strip() or f"exit {done.returncode}").splitlines()[-1])
    return numpy.load(out).squeeze()


def compare(arguments, model, real, images, comparison, folder):
    """Largest relative difference over the images, by Gipfel and by the reference in float32; or why there is none."""
    by_gipfel = in_single = 0.0
    single = dataclasses.replace(real, network=copy.deepcopy(real.network).float())
    for index in range(min(arguments.limit, len(images))):
        image = torch.tensor(images[index : index + 1], dtype=torch.float64)
        target = real.network(image).argmax(1).item()
        expected = array_of(comparison.reference(real, image, target))
        in_single = max(in_single, relative(array_of(comparison.reference(single, image.float(), target)), expected))
        try:
            actual = explain(arguments, model, index, target, comparison, folder)
        except RuntimeError as error:
            return str(error)
        if actual.shape != expected.shape:
            return f"shape {actual.shape}, expected {expected.shape}"
        by_gipfel = max(by_gipfel, relative(actual, expected))
    return f"{by_gipfel:.1e}  {in_single:.1e}"


def array_of(attribution):
    return attribution.detach().numpy().squeeze()


def relative(actual, expected):
    return numpy.abs(actual - expected).max() / numpy.abs(expected).max()


def numbers(text):
    return [float(part) for part in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("models", nargs="+", type=pathlib.Path, metavar="MODEL.onnx")
    parser.add_argument("--gipfel", required=True, help="the command, as one word for the shell")
    parser.add_argument("--data", required=True, type=lambda text: pathlib.Path(text).resolve(), help="FILE.npz")
    parser.add_argument("--options", default="", help="more options for every command")
    parser.add_argument("--methods", help="only these, comma separated")
    parser.add_argument("--limit", type=int, default=2, help="images (2)")
    parser.add_argument("--low", type=numbers, help="least value of each channel, comma separated")
    parser.add_argument("--high", type=numbers, help="largest value of each channel")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    images = numpy.load(arguments.data)["images"].astype("float32")
    bounds = {"low": arguments.low, "high": arguments.high} if arguments.low and arguments.high else None
    with tempfile.TemporaryDirectory() as folder:
        for model in arguments.models:
            model = model.resolve()
            real = load(model, images[:1])
            print(f"{real.name} ({model.name})")
            for comparison in comparisons_of(real, bounds):
                if arguments.methods and comparison.method not in arguments.methods.split(","):
                    continue
                difference = compare(arguments, model, real, images, comparison, pathlib.Path(folder))
                label = " ".join([comparison.method, *comparison.options])
                print(f"  {label:<70} {comparison.source:<10} {difference}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
