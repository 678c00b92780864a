#!/usr/bin/env python3
"""Writes packages/attribution/fixtures/<case>/{model.onnx, reference.json}.

    python3 make_attribution_fixtures.py [--folder FOLDER] [CASE ...]

Every number comes from attribution/path_integral.py: the definition of integrated gradients in
float64 with 20,000 midpoint steps.
"""
import argparse
import pathlib
import time

import onnx
import torch

from attribution import cases  # noqa: F401  (registers the cases)
from attribution.case import CASES, build
from attribution.path_integral import STEPS, attribute, baselines_of, residual
from json_files import flat_tensor, numbers, write_json
from onnx_files import export_named, relative_difference, run_named

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "packages" / "attribution" / "fixtures"
LARGEST_RESIDUAL = 5e-5


def completeness_document(sums, deltas):
    """Both sides of the completeness law [N, C_t]; refuses a reference that does not obey it."""
    error = residual(sums, deltas)
    if error > LARGEST_RESIDUAL:
        raise AssertionError(f"completeness residual {error:.1e}")
    return {"sum": numbers(sums), "delta": numbers(deltas), "residual": float(f"{error:.1e}")}


def make(name, folder):
    made, network, images = build(name)
    names = [*made.sources, made.target]
    kept = [made.target] if network.head is None else ["logits"]
    model = export_named(network, images, names if network.head is None else [*names, "logits"], kept, made.opset)

    network = network.double()
    with torch.no_grad():
        activations = [value.detach() for value in network.front(images.double())]
        target = network.back(*activations)
    in_onnx = run_named(model, {"image": images.numpy()}, names)
    difference = max(relative_difference(a, e.numpy()) for a, e in zip(in_onnx, [*activations, target]))
    if difference > 1e-5:
        raise AssertionError(f"{name}: the ONNX file differs from the modules by {difference:.1e}")

    baselines = baselines_of(activations, made.baseline)
    contributions, gradients, sums, deltas = attribute(network.back, activations, baselines)
    document = {
        "case": name,
        "lines": CASES[name][1],
        "sources": list(made.sources),
        "target": made.target,
        "output": kept[0],
        "exact": made.exact,
        "baseline": made.baseline,
        "steps": STEPS,
        "images": flat_tensor(images),
    }
    if made.baseline == "mean":
        document["meanBaseline"] = {
            source: numbers(base.flatten(2)[0, :, 0] if base.dim() > 2 else base[0])
            for source, base in zip(made.sources, baselines)
        }
    document["contribution"] = {s: numbers(value) for s, value in zip(made.sources, contributions)}
    document["gradient"] = {s: numbers(value) for s, value in zip(made.sources, gradients)}
    document["completeness"] = completeness_document(sums, deltas)
    target_folder = folder / name
    target_folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(target_folder / "model.onnx"))
    write_json(target_folder / "reference.json", document)
    return document["completeness"]["residual"], [node.op_type for node in model.graph.node]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="all by default")
    parser.add_argument("--folder", type=pathlib.Path, default=FOLDER)
    arguments = parser.parse_intermixed_args()
    unknown = [name for name in arguments.cases if name not in CASES]
    if unknown:
        parser.error(f"unknown case {unknown[0]}; known: {', '.join(CASES)}")
    torch.set_num_threads(1)
    for name in arguments.cases or CASES:
        start = time.perf_counter()
        completeness, operations = make(name, arguments.folder)
        seconds = time.perf_counter() - start
        print(f"{name}: completeness residual {completeness:.1e}, {seconds:.0f} s, {' '.join(operations)}", flush=True)


if __name__ == "__main__":
    main()
