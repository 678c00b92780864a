#!/usr/bin/env python3
"""Exports torchvision networks with seeded random weights to ONNX (opset 13, dynamic batch).

    python3 export.py FOLDER [--keep-batch-norm] [NAME ...]

The networks are untrained: they exercise importers and planners on real architectures
without a download. Weights are scaled layer by layer to unit output variance (Mishkin and
Matas 2016, "All you need is a good init"), and batch normalisation gets statistics and an
affine part that differ from the identity, so every activation stays of order one.
"""
import argparse
import os
import pathlib
import warnings

import torch
import torchvision.models as models
from torch import nn
from torchvision.models.googlenet import GoogLeNet
from torchvision.models.inception import Inception3

SEED = 20190709
IMAGES = 4


def googlenet():
    return GoogLeNet(aux_logits=False, transform_input=False, init_weights=False)


def inception_v3():
    return Inception3(aux_logits=False, transform_input=False, init_weights=False)


# name -> (constructor, side of the square input image)
ARCHITECTURES = {
    "resnet18": (models.resnet18, 224),
    "resnet50": (models.resnet50, 224),
    "vgg16": (models.vgg16, 224),
    "densenet121": (models.densenet121, 224),
    "googlenet": (googlenet, 224),
    "inception_v3": (inception_v3, 299),
    "mobilenet_v2": (models.mobilenet_v2, 224),
    "mobilenet_v3_small": (models.mobilenet_v3_small, 224),
    "mobilenet_v3_large": (models.mobilenet_v3_large, 224),
    "efficientnet_b0": (models.efficientnet_b0, 224),
    "shufflenet_v2_x1_0": (models.shufflenet_v2_x1_0, 224),
    "regnet_y_400mf": (models.regnet_y_400mf, 224),
    "regnet_x_400mf": (models.regnet_x_400mf, 224),
    "squeezenet1_1": (models.squeezenet1_1, 224),
    "alexnet": (models.alexnet, 224),
}


def scale_to_unit_variance(module, inputs, output):
    """Forward hook of a convolution or dense layer: unit output deviation, then a random bias."""
    module.weight.div_(output.std().clamp_min(1e-6))
    if module.bias is not None:
        module.bias.copy_(0.2 * torch.randn_like(module.bias))
    # `forward` and not a call of the module, which would run this hook again.
    return module.forward(*inputs)


def randomise_statistics(module, inputs):
    """Forward pre-hook of a batch norm: statistics near those of its input, a random affine part."""
    values = inputs[0]
    mean = values.mean(dim=(0, 2, 3))
    variance = values.var(dim=(0, 2, 3)).clamp_min(1e-3)
    module.running_mean.copy_(mean + 0.3 * variance.sqrt() * torch.randn_like(mean))
    module.running_var.copy_(variance * (0.5 + torch.rand_like(variance)))
    module.weight.copy_(0.5 + torch.rand_like(mean))
    module.bias.copy_(0.3 * torch.randn_like(mean))


def calibrate(network, images):
    """Gives every layer its random parameters in the order of one forward pass."""
    handles = []
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            handles.append(module.register_forward_hook(scale_to_unit_variance))
        elif isinstance(module, nn.BatchNorm2d):
            handles.append(module.register_forward_pre_hook(randomise_statistics))
    with torch.no_grad():
        network(images)
    for handle in handles:
        handle.remove()


def export(name, folder, keep_batch_norm):
    constructor, side = ARCHITECTURES[name]
    torch.manual_seed(SEED)
    network = constructor().eval()
    images = torch.randn(IMAGES, 3, side, side)
    calibrate(network, images)
    with torch.no_grad():
        deviation = network(images).std().item()
    file = folder / f"{name}.onnx"
    mode = torch.onnx.TrainingMode.PRESERVE if keep_batch_norm else torch.onnx.TrainingMode.EVAL
    torch.onnx.export(
        network,
        images[:2],
        str(file),
        opset_version=13,
        training=mode,
        do_constant_folding=not keep_batch_norm,
        input_names=["image"],
        output_names=["logits"],
        dynamic_axes={"image": {0: "N"}, "logits": {0: "N"}},
    )
    megabytes = file.stat().st_size / 1e6
    print(f"{file}  [N,3,{side},{side}]  {megabytes:.1f} MB  logits' standard deviation {deviation:.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=pathlib.Path, help="where the .onnx files go")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(ARCHITECTURES)}; all by default")
    parser.add_argument("--keep-batch-norm", action="store_true", help="do not fold batch norm into convolutions")
    arguments = parser.parse_intermixed_args()
    unknown = [name for name in arguments.names if name not in ARCHITECTURES]
    if unknown:
        parser.error(f"unknown network {unknown[0]}; known: {', '.join(ARCHITECTURES)}")
    warnings.filterwarnings("ignore")
    torch.set_num_threads(int(os.environ.get("OMP_NUM_THREADS", "1")))
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for name in arguments.names or ARCHITECTURES:
        export(name, arguments.folder, arguments.keep_batch_norm)


if __name__ == "__main__":
    main()
