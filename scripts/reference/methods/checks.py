"""What a reference must obey before it is written: its law, and a library where one is right."""
import warnings

import torch
from captum.attr import GuidedBackprop

from . import rescale


def relative(actual, expected):
    """max |actual - expected| / max |expected|."""
    return ((actual - expected).abs().max() / expected.abs().max()).item()


def law_residual(attribution, logits, baseline_logits, targets):
    """Largest error of sum = logit - baseline logit over the images, relative to the largest difference."""
    index = torch.as_tensor(targets).reshape(-1, 1)
    difference = (logits - baseline_logits).gather(1, index)[:, 0]
    return relative(attribution.flatten(1).sum(1), difference)


def library_difference(method_case, subject, attribution):
    """How far a definition is from Captum, or None where Captum has nothing right to say."""
    if "equal to" not in method_case.reference:
        return None
    if method_case.method == "guided-backprop":
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            library = GuidedBackprop(subject.network).attribute(subject.images, list(subject.targets))
    else:
        library = rescale.by_captum(
            subject.network, subject.images, subject.baseline, subject.targets, method_case.level
        )
    return relative(attribution, library)
