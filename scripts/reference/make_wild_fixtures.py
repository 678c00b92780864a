"""Writes packages/attribution/fixtures/wild: networks with what people's CNNs have, outputs and gradients by PyTorch.

Each folder has the ONNX file, exported in float32, and reference.npz: `images` [2, 3, 16, 16], `outputs` [2, K], and
`gradient` of output `target` with respect to the images, computed in float64.

    python3 scripts/reference/make_wild_fixtures.py [name …]
"""
import sys
from pathlib import Path

import numpy
import torch

from wild import attention, pooling

folder = Path(__file__).resolve().parents[2] / "packages/attribution/fixtures/wild"
networks = {**attention.networks, **pooling.networks}


def make(name):
    torch.manual_seed(sum(map(ord, name)))
    network = networks[name]().eval()
    images = torch.rand(2, 3, 16, 16) * 2 - 0.5
    target = folder / name
    target.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network,
        images[:1],
        str(target / "model.onnx"),
        opset_version=17 if name == "global-context" else 13,
        input_names=["image"],
        output_names=["logits"],
        dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}},
    )
    network, x = network.double(), images.double().requires_grad_()
    outputs = network(x)
    (gradient,) = torch.autograd.grad(outputs[:, 1].sum(), x)
    arrays = {"images": images, "outputs": outputs.detach(), "target": torch.tensor([1]), "gradient": gradient}
    numpy.savez(target / "reference.npz", **{key: value.numpy().astype("float32") for key, value in arrays.items()})


for chosen in sys.argv[1:] or networks:
    make(chosen)
