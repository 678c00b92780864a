#!/usr/bin/env python3
"""Writes packages/attribution/fixtures/methods/<network>/{model.onnx, reference.json}: attribution methods
for single images on small networks, by Captum, Zennit or the definition (methods/).

    python3 make_method_fixtures.py [--folder FOLDER] [NETWORK ...]
"""
import argparse
import pathlib
import time

import onnx
import torch

from json_files import flat_tensor, write_json
from methods import networks  # noqa: F401  (registers the networks)
from methods.cases import Subject, cases_of
from methods.checks import law_residual, library_difference, relative
from methods.graph import AllTensors
from methods.network_case import NETWORKS, build
from onnx_files import export_named, relative_difference, run_named

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "packages" / "attribution" / "fixtures" / "methods"
# Where single precision cannot reproduce a reference, another seed is due: a denominator is near zero.
LARGEST_FLOAT32_DIFFERENCE = 1e-4
LARGEST_LIBRARY_DIFFERENCE = 1e-9


def export(case, network, images):
    """The ONNX file, after onnxruntime has agreed on every tensor."""
    names = list(network.parts)
    model = export_named(AllTensors(network), images, names, ["logits"], 13)
    with torch.no_grad():
        expected = AllTensors(network.double())(images.double())
    network.float()
    in_onnx = run_named(model, {"image": images.numpy()}, names)
    difference = max(relative_difference(a, e.numpy()) for a, e in zip(in_onnx, expected))
    if difference > 1e-5:
        raise AssertionError(f"the ONNX file differs from the modules by {difference:.1e}")
    return model


def check(label, value, largest):
    if not value <= largest:
        raise AssertionError(f"{label} {value:.1e}, more than {largest:.0e}")
    return value


def reference_of(method_case, subject, logits, baseline_logits):
    """One entry of "cases", and a line on how it did."""
    attribution = method_case.compute(subject)
    notes = []
    if method_case.law is not None:
        residual = law_residual(attribution, logits, baseline_logits, subject.targets)
        notes.append(f"law {check('sums wrong by', residual, method_case.law):.0e}")
    library = library_difference(method_case, subject, attribution)
    if library is not None:
        notes.append(f"library {check('differs from the library by', library, LARGEST_LIBRARY_DIFFERENCE):.0e}")
    if subject.case.published is not None and method_case.method == "deeplift-reveal-cancel":
        difference = relative(attribution, subject.case.published["attribution"])
        notes.append(f"published {check('differs from the published values by', difference, 1e-12):.0e}")
    if method_case.parameters.get("steps") != "exact":
        single = method_case.compute(subject.cast(torch.float32)).double()
        subject.cast(torch.float64)
        difference = relative(single, attribution)
        notes.append(f"float32 {check('float32 differs by', difference, LARGEST_FLOAT32_DIFFERENCE):.0e}")
    document = {
        "method": method_case.method,
        "parameters": method_case.parameters,
        "level": None if method_case.level == "image" else method_case.level,
        "attribution": flat_tensor(attribution),
        "reference": method_case.reference,
    }
    return document, f"  {method_case.method} {method_case.parameters} {method_case.level}: {', '.join(notes)}"


def make(name, folder):
    case, images, baseline = build(name)
    model = export(case, case.network, images)
    subject = Subject(case, case.network, images, baseline).cast(torch.float64)
    with torch.no_grad():
        logits, baseline_logits = subject.network(subject.images), subject.network(subject.baseline)
    documents = []
    for method_case in cases_of(case):
        try:
            document, line = reference_of(method_case, subject, logits, baseline_logits)
        except AssertionError as error:
            raise AssertionError(f"{name}, {method_case.method} {method_case.parameters}: {error}") from None
        documents.append(document)
        print(line, flush=True)
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(target / "model.onnx"))
    write_json(
        target / "reference.json",
        {
            "network": name,
            "covers": case.covers,
            "images": flat_tensor(images),
            "baseline": flat_tensor(baseline),
            "targets": list(case.targets),
            "logits": flat_tensor(logits),
            "baselineLogits": flat_tensor(baseline_logits),
            "cases": documents,
        },
    )
    return len(documents), sum(file.stat().st_size for file in target.iterdir())


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("networks", nargs="*", metavar="NETWORK", help="all by default")
    parser.add_argument("--folder", type=pathlib.Path, default=FOLDER)
    arguments = parser.parse_intermixed_args()
    unknown = [name for name in arguments.networks if name not in NETWORKS]
    if unknown:
        parser.error(f"unknown network {unknown[0]}; known: {', '.join(NETWORKS)}")
    torch.set_num_threads(1)
    for name in arguments.networks or NETWORKS:
        start = time.perf_counter()
        count, size = make(name, arguments.folder)
        seconds = time.perf_counter() - start
        print(f"{name}: {count} cases, {size / 1000:.0f} kB, {seconds:.0f} s", flush=True)


if __name__ == "__main__":
    main()
