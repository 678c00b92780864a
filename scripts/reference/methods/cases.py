"""The cases of a network: every method that is defined on it, with its parameters, level and reference."""
import dataclasses
import importlib.metadata

import torch

from . import cam, gradients, lrp, path, rescale, reveal_cancel
from .graph import Product

CAPTUM = f"captum {importlib.metadata.version('captum')}"
ZENNIT = f"zennit {importlib.metadata.version('zennit')}"
# Plausible bounds of normalised pixels; the images may lie outside, which the rule does not mind.
LOW, HIGH = [-2.0, -2.25, -1.75], [2.5, 2.25, 2.75]
COMPOSITES = ("epsilon-plus", "epsilon-alpha2-beta1", "epsilon-gamma-box")


@dataclasses.dataclass
class Subject:
    """A network with its numbers, all of one precision."""

    case: object
    network: torch.nn.Module
    images: torch.Tensor
    baseline: torch.Tensor

    @property
    def targets(self):
        return self.case.targets

    def cast(self, dtype):
        return Subject(self.case, self.network.to(dtype), self.images.to(dtype), self.baseline.to(dtype))


@dataclasses.dataclass
class MethodCase:
    """`compute` maps a Subject to the attribution; `law`: how near its sum must come to the logit's difference."""

    method: str
    parameters: dict
    compute: object
    reference: str
    level: str = "image"
    law: float = None


def cases_of(case):
    """All cases of a network, the quick ones first."""
    levels = ("image", *case.levels)
    yield MethodCase("saliency", {}, lambda s: gradients.saliency(s.network, s.images, s.targets), "definition")
    for level in levels:
        yield from gradient_cases(level)
        yield from path_cases(level)
    if case.cam is not None:
        yield from cam_cases(case)
    if case.guided:
        yield guided_case(case)
    for level in levels:
        yield from (lrp_case(parameters, level) for parameters in lrp_parameters(case, level))
        yield from deeplift_cases(case, level)


def gradient_cases(level):
    def plain(s):
        return gradients.gradient(s.network, s.images, s.targets, level)[0]

    def times_input(s):
        return gradients.gradient_x_input(s.network, s.images, s.targets, level)

    yield MethodCase("gradient", {}, plain, "definition", level)
    yield MethodCase("gradient-x-input", {}, times_input, "definition", level)


def path_cases(level):
    def converged(s):
        return path.converged(s.network, s.images, s.baseline, s.targets, level)

    def captum(s):
        return path.by_captum(s.network, s.images, s.baseline, s.targets, level)

    name = "IntegratedGradients" if level == "image" else "LayerIntegratedGradients"
    exact = f"definition, {path.STEPS} midpoint steps"
    yield MethodCase("integrated-gradients", {"steps": "exact"}, converged, exact, level, law=2e-5)
    yield MethodCase("integrated-gradients", {"steps": 50}, captum, f"{CAPTUM} {name}, gausslegendre", level)


def cam_cases(case):
    def grad_cam(s):
        return cam.grad_cam(s.network, s.images, s.targets, case.cam)

    def guided(s):
        return cam.guided_grad_cam(s.network, s.images, s.targets, case.cam)

    yield MethodCase("grad-cam", {"layer": case.cam}, grad_cam, f"{CAPTUM} LayerGradCam")
    if case.guided and not has_relu6(case):
        parameters = {"layer": case.cam, "interpolation": "nearest"}
        yield MethodCase("guided-grad-cam", parameters, guided, f"{CAPTUM} GuidedGradCam")


def has_relu6(case):
    return any(isinstance(part, torch.nn.ReLU6) for part in case.network.parts.values())


def guided_case(case):
    reference = "definition" if has_relu6(case) else f"definition, equal to {CAPTUM} GuidedBackprop"
    return MethodCase(
        "guided-backprop", {}, lambda s: gradients.guided_backprop(s.network, s.images, s.targets), reference
    )


def lrp_parameters(case, level):
    box = {"low": LOW, "high": HIGH}
    if level != "image":
        return [{"composite": "epsilon-plus"}, {"rule": "epsilon", "epsilon": 1e-6}]
    composites = [{"composite": name} for name in COMPOSITES[:2]]
    if case.box:
        composites.append({"composite": COMPOSITES[2], **box})
    if not case.rules:
        return [*composites, {"rule": "epsilon", "epsilon": 1e-6}]
    return [
        *composites,
        {"rule": "epsilon", "epsilon": 1e-6},
        {"rule": "epsilon", "epsilon": 0.25},
        {"rule": "gamma", "gamma": 0.25},
        {"rule": "gamma", "gamma": 1.0},
        {"rule": "alpha-beta", "alpha": 2, "beta": 1},
        {"rule": "alpha-beta", "alpha": 1, "beta": 0},
        {"rule": "z-plus"},
        {"rule": "z-plus", "firstLayer": "w-square"},
        {"rule": "z-plus", "firstLayer": "flat"},
        {"rule": "z-plus", "firstLayer": "z-box", **box},
        {"rule": "epsilon", "epsilon": 1e-6, "firstLayer": "flat"},
    ]


def lrp_case(parameters, level):
    def compute(s):
        return lrp.relevance(s.network, s.images, s.targets, parameters, level)[0]

    return MethodCase("lrp", parameters, compute, f"{ZENNIT} {lrp.composite_of(parameters)[1]}", level)


def deeplift_cases(case, level):
    def by_rescale(s):
        return rescale.contributions(s.network, s.images, s.baseline, s.targets)[level]

    def by_reveal_cancel(s):
        return reveal_cancel.contributions(s.network, s.images, s.baseline, s.targets)[level]

    name = "DeepLift" if level == "image" else "LayerDeepLift"
    reference = f"definition, equal to {CAPTUM} {name}" if case.captum_deeplift else "definition"
    yield MethodCase("deeplift-rescale", {}, by_rescale, reference, level, law=1e-9)
    if not any(isinstance(part, Product) for part in case.network.parts.values()):
        yield MethodCase("deeplift-reveal-cancel", {}, by_reveal_cancel, "definition", level, law=1e-9)
