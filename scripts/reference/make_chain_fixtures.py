#!/usr/bin/env python3
"""Writes packages/attribution/fixtures/<chain>/{model.onnx, chain.json}: every segment of a whole
small network by the path integral, and flow, rest and logits per image (attribution/chain.py).

    python3 make_chain_fixtures.py [--folder FOLDER]
"""
import argparse
import pathlib
import zlib

import onnx
import torch

from attribution.case import IMAGES, randomise
from attribution.chain import CHAINS, ChainNetwork, apply_nonlinearity, flow_of
from attribution.path_integral import STEPS, attribute, baselines_of
from json_files import flat_tensor, numbers, write_json
from make_attribution_fixtures import FOLDER, completeness_document
from onnx_files import export_named, relative_difference, run_named


def segment_document(layer, values, baselines):
    """The reference of one segment, all direct sources together."""

    def target_of(*sources):
        return apply_nonlinearity(layer.nonlinearity, layer.affine(*sources))

    sources = layer.sources
    activations = [values[source] for source in sources]
    at_baseline = [baselines[source] for source in sources]
    contributions, gradients, sums, deltas = attribute(target_of, activations, at_baseline)
    return {
        "sources": list(sources),
        "target": layer.name,
        "contribution": {s: numbers(value) for s, value in zip(sources, contributions)},
        "gradient": {s: numbers(value) for s, value in zip(sources, gradients)},
        "completeness": completeness_document(sums, deltas),
    }


def identity_error(flow, rest, logits, logits_at_rest):
    """Largest error of logit - logit|rest = flow of a first layer + rest parts of the later ones."""
    left = logits - logits_at_rest
    later = sum(rest[name].sum(1) for name in rest)
    from_image = (flow["image"].sum(1) + later - left).abs().max()
    from_layer1 = (flow["layer1"].sum(1) + later - rest["layer1"].sum(1) - left).abs().max()
    return max(from_image.item(), from_layer1.item())


def make(name, folder):
    builder, kind = CHAINS[name]
    torch.manual_seed(zlib.crc32(name.encode()))
    layers = builder()
    network = ChainNetwork(layers).eval()
    randomise(network, 1.2)
    images = torch.randn(IMAGES, 2, 8, 6)
    names = [layer.name for layer in layers]
    model = export_named(network, images, names, ["logits"], 13)

    network = network.double()
    with torch.no_grad():
        values = dict(zip(["image", *names], [images.double(), *network(images.double())]))
    in_onnx = run_named(model, {"image": images.numpy()}, names)
    difference = max(relative_difference(a, values[n].numpy()) for a, n in zip(in_onnx, names))
    if difference > 1e-5:
        raise AssertionError(f"{name}: the ONNX file differs from the modules by {difference:.1e}")

    baselines = dict(zip(values, baselines_of(list(values.values()), kind)))
    flow, rest, logits, logits_at_rest = flow_of(layers, values["image"], baselines)
    error = identity_error(flow, rest, logits, logits_at_rest)
    if error > 1e-12:
        raise AssertionError(f"{name}: flow and rest miss the logits by {error:.1e}")

    document = {"case": name, "layers": names, "output": "logits", "baseline": kind, "steps": STEPS}
    document["images"] = flat_tensor(images)
    if kind == "mean":
        inner = [source for source in values if source != "logits"]
        document["meanBaseline"] = {s: numbers(baselines[s].flatten(2)[0, :, 0]) for s in inner}
    document["segments"] = [segment_document(layer, values, baselines) for layer in layers]
    document["flow"] = {layer: numbers(value) for layer, value in flow.items()}
    document["rest"] = {layer: numbers(value) for layer, value in rest.items()}
    document["logits"] = numbers(logits)
    document["logitsAtRest"] = numbers(logits_at_rest)
    target_folder = folder / name
    target_folder.mkdir(parents=True, exist_ok=True)
    onnx.save(model, str(target_folder / "model.onnx"))
    write_json(target_folder / "chain.json", document)
    residuals = " ".join(f"{segment['completeness']['residual']:.1e}" for segment in document["segments"])
    print(f"{name}: flow identity {error:.1e}, completeness residuals {residuals}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, default=FOLDER)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    for name in CHAINS:
        make(name, arguments.folder)


if __name__ == "__main__":
    main()
