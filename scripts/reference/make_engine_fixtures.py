#!/usr/bin/env python3
"""Writes packages/engine/fixtures/operations/<case>/{model.onnx, reference.json}.

    python3 make_engine_fixtures.py [--folder FOLDER] [CASE ...]

Values come from PyTorch in float64 over float32 inputs and weights; the graphs are written by hand
with onnx.helper. Each is also run in onnxruntime, so that a mistake in the graph or the formula shows.
"""
import argparse
import pathlib

import onnx
import torch

from engine import operations  # noqa: F401  (registers the cases)
from engine.operation_case import OPERATIONS, build
from json_files import flat_tensor, write_json
from onnx_files import relative_difference, run_named

FOLDER = pathlib.Path(__file__).resolve().parents[2] / "packages" / "engine" / "fixtures" / "operations"


def make(name, folder):
    graph, model, expected = build(name)
    (actual,) = run_named(model, {"x": graph.feed.numpy()}, ["y"])
    difference = relative_difference(actual, expected.numpy())
    if actual.shape != tuple(expected.shape) or difference > graph.tolerance:
        raise AssertionError(f"{name}: onnxruntime {actual.shape} differs from PyTorch by {difference:.1e}")
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    if graph.external:
        # onnx appends to an existing data file.
        (target / "weights.bin").unlink(missing_ok=True)
        options = {"save_as_external_data": True, "location": "weights.bin", "size_threshold": 0}
        onnx.save(model, str(target / "model.onnx"), **options)
    else:
        onnx.save(model, str(target / "model.onnx"))
    document = {
        "case": name,
        "operation": graph.kind,
        "opset": graph.opset,
        "tolerance": graph.tolerance,
        "input": {"x": flat_tensor(graph.feed)},
        "output": {"y": flat_tensor(expected)},
    }
    write_json(target / "reference.json", document)
    return difference


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="all by default")
    parser.add_argument("--folder", type=pathlib.Path, default=FOLDER)
    arguments = parser.parse_intermixed_args()
    unknown = [name for name in arguments.cases if name not in OPERATIONS]
    if unknown:
        parser.error(f"unknown case {unknown[0]}; known: {', '.join(OPERATIONS)}")
    torch.set_num_threads(1)
    for name in arguments.cases or OPERATIONS:
        print(f"{name}: onnxruntime differs by {make(name, arguments.folder):.1e}", flush=True)


if __name__ == "__main__":
    main()
