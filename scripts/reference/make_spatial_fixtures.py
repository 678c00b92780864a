"""Whole networks that enlarge, pad from inside, pick by index, or have one or three spatial axes.

Outputs and the gradient of one of them with respect to the images, by PyTorch in float64. Written to
packages/attribution/fixtures/spatial/NAME/{model.onnx, reference.npz}; maps are explained by their mean.
"""

import sys
from pathlib import Path

import numpy as np
import onnxruntime
import torch
import torch.nn.functional as F
from torch import nn

FOLDER = Path(__file__).parents[2] / "packages/attribution/fixtures/spatial"
IMAGES = 2
CLASSES = 4


class Head(nn.Sequential):
    def __init__(self, channels):
        super().__init__(nn.Flatten(2), Mean(), nn.Linear(channels, CLASSES))


class Mean(nn.Module):
    def forward(self, x):
        return x.mean(2)


class Fn(nn.Module):
    def __init__(self, fn):
        super().__init__()
        self.fn = fn

    def forward(self, x):
        return self.fn(x)


def stem(channels=6, stride=1):
    return nn.Sequential(nn.Conv2d(3, channels, 3, stride=stride, padding=1), nn.ReLU())


def between(module, channels=6, out=6):
    """The module between two convolutions."""
    return nn.Sequential(stem(channels), module, nn.Conv2d(out, 5, 3, padding=1), nn.ReLU(), Head(5))


class UNet(nn.Module):
    """Skips, groups, output padding and dilation in its transposed convolutions; a map of scores."""

    def __init__(self):
        super().__init__()
        self.first = stem(4)
        self.down = nn.Sequential(nn.MaxPool2d(2), nn.Conv2d(4, 8, 3, stride=2, padding=1), nn.ReLU())
        self.up = nn.ConvTranspose2d(8, 6, 3, stride=2, padding=1, output_padding=1, groups=2)
        self.wide = nn.ConvTranspose2d(6, 4, 2, stride=2, dilation=2, padding=1, output_padding=(1, 1))
        self.last = nn.Conv2d(8, CLASSES, 1)

    def forward(self, x):
        a = self.first(x)
        b = F.relu(self.up(self.down(a)))
        c = F.relu(self.wide(b))[:, :, : a.shape[2], : a.shape[3]]
        return self.last(torch.cat([a, c], 1))


class ResNet1d(nn.Module):
    """As for ECG: strides, batch norm, shortcuts, a squeeze-and-excitation gate, pools over one axis."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv1d(2, 6, 7, stride=2, padding=3), nn.BatchNorm1d(6), nn.ReLU(), nn.MaxPool1d(3, 2, 1))
        self.block = nn.Sequential(nn.Conv1d(6, 8, 3, stride=2, padding=1), nn.BatchNorm1d(8), nn.ReLU(), nn.Conv1d(8, 8, 3, padding=2, dilation=2))
        self.short = nn.Sequential(nn.AvgPool1d(2, ceil_mode=True), nn.Conv1d(6, 8, 1))
        self.gate = nn.Sequential(nn.AdaptiveAvgPool1d(1), nn.Conv1d(8, 4, 1), nn.ReLU(), nn.Conv1d(4, 8, 1), nn.Sigmoid())
        self.fc = nn.Linear(16, CLASSES)

    def forward(self, x):
        x = self.stem(x)
        y = self.block(x)
        y = F.relu(y * self.gate(y) + self.short(x))
        return self.fc(torch.cat([y.mean(2), F.adaptive_max_pool1d(y, 1).flatten(1)], 1))


class UNet1d(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Sequential(Fn(lambda x: circular(x, 2)), nn.Conv1d(1, 4, 5), nn.ELU())
        self.b = nn.Sequential(nn.Conv1d(4, 6, 4, stride=4), nn.ReLU())
        self.up = nn.ConvTranspose1d(6, 4, 4, stride=4)
        self.last = nn.Conv1d(8, CLASSES, 1)

    def forward(self, x):
        a = self.a(x)
        up = F.relu(self.up(self.b(a)))
        wide = F.interpolate(F.avg_pool1d(a, 2), scale_factor=2, mode="linear", align_corners=False)
        return self.last(torch.cat([up, wide], 1))


class Volume(nn.Module):
    """As for video and CT: stride, dilation, groups, pads, pools of both kinds, a shortcut."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv3d(1, 4, 3, stride=(1, 2, 2), padding=1), nn.BatchNorm3d(4), nn.ReLU())
        self.pool = nn.MaxPool3d(3, stride=2, padding=1)
        self.block = nn.Sequential(nn.Conv3d(4, 8, (3, 1, 1), padding=(1, 0, 0), groups=2), nn.ReLU(), nn.Conv3d(8, 4, 3, padding=2, dilation=2))
        self.average = nn.AvgPool3d(2, stride=1)
        self.last = nn.Conv3d(4, 6, (2, 3, 2), stride=(2, 1, 1))
        self.head = Head(6)

    def forward(self, x):
        x = self.pool(self.stem(x))
        x = F.relu(x + self.block(x))
        return self.head(F.relu(self.last(self.average(x))))


class VNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.a = nn.Sequential(nn.Conv3d(2, 4, 3, padding=1), nn.LeakyReLU(0.1))
        self.b = nn.Sequential(nn.Conv3d(4, 6, 2, stride=2), nn.ReLU())
        self.up = nn.ConvTranspose3d(6, 4, 2, stride=2)
        self.last = nn.Conv3d(12, CLASSES, 1)

    def forward(self, x):
        a = self.a(x)
        b = self.b(a)
        up = F.relu(self.up(b))
        wide = F.interpolate(b[:, :4], size=a.shape[2:], mode="trilinear", align_corners=True)
        return self.last(torch.cat([a, up, wide], 1))


def circular(x, n):
    """As padding_mode="circular" does it, whose export by PyTorch 1.13 computes something else."""
    return torch.cat([x[..., -n:], x, x[..., :n]], -1)


def resized(size=None, **options):
    return Fn(lambda x: F.interpolate(x, size=size, **options))


IMAGE = (3, 12, 10)
CASES = {
    "unet-map": (UNet, IMAGE, 13),
    "transposed-stride-3": (lambda: between(nn.Sequential(nn.ConvTranspose2d(6, 6, (5, 2), stride=(3, 2), padding=(2, 0)), nn.ReLU())), IMAGE, 13),
    "transposed-kernel-1": (lambda: between(nn.Sequential(nn.ConvTranspose2d(6, 6, 1, stride=2, bias=False), nn.ReLU())), IMAGE, 13),
    "nearest-asymmetric": (lambda: between(resized((31, 15), mode="nearest")), IMAGE, 13),
    "nearest-opset-9": (lambda: between(resized(scale_factor=2, mode="nearest")), IMAGE, 9),
    "nearest-opset-10": (lambda: between(resized(scale_factor=2, mode="nearest")), IMAGE, 10),
    "nearest-down": (lambda: between(resized((5, 4), mode="nearest")), IMAGE, 11),
    "bilinear-corners": (lambda: between(resized((29, 17), mode="bilinear", align_corners=True)), IMAGE, 11),
    "bilinear-factors": (lambda: between(resized(scale_factor=(2.0, 1.5), mode="bilinear", align_corners=False)), IMAGE, 13),
    "bilinear-down": (lambda: between(resized((5, 4), mode="bilinear", align_corners=False)), IMAGE, 13),
    "bicubic": (lambda: between(resized((23, 21), mode="bicubic", align_corners=False)), IMAGE, 13),
    "circular": (lambda: between(nn.Sequential(Fn(lambda x: circular(circular(x, 2).transpose(2, 3), 2).transpose(2, 3)), nn.Conv2d(6, 6, 5))), IMAGE, 13),
    "replicate": (lambda: between(nn.Sequential(nn.ReplicationPad2d((3, 0, 1, 2)), nn.Conv2d(6, 6, 3), nn.ReLU())), IMAGE, 13),
    "reflect": (lambda: between(nn.Sequential(nn.ReflectionPad2d(4), nn.Conv2d(6, 6, 7), nn.ReLU(), nn.MaxPool2d(2))), IMAGE, 13),
    "negative-pad": (lambda: between(Fn(lambda x: F.pad(x, (-2, 1, 2, -3)))), IMAGE, 13),
    "pixel-unshuffle": (lambda: between(nn.PixelUnshuffle(2), out=24), IMAGE, 13),
    "pixel-shuffle": (lambda: between(nn.PixelShuffle(2), channels=12, out=3), IMAGE, 13),
    "flip": (lambda: between(Fn(lambda x: x.flip(3) + x.flip(2) * 0.5)), IMAGE, 13),
    "bgr": (lambda: nn.Sequential(Fn(lambda x: x[:, [2, 1, 0]]), between(nn.Identity())), IMAGE, 13),
    "picked": (lambda: between(Fn(lambda x: x[:, [5, 0, 0, 3]][..., [1, 7, 2]]), out=4), IMAGE, 13),
    "ecg": (ResNet1d, (2, 75), 13),
    "signal-map": (UNet1d, (1, 64), 13),
    "volume": (Volume, (1, 9, 14, 13), 13),
    "volume-map": (VNet, (2, 4, 8, 6), 13),
}


def make(name):
    build, shape, opset = CASES[name]
    torch.manual_seed(sum(map(ord, name)))
    network = build().eval()
    for module in network.modules():
        if isinstance(module, nn.modules.batchnorm._BatchNorm):
            module.running_mean.normal_()
            module.running_var.uniform_(0.5, 2)
    images = torch.randn(IMAGES, *shape)
    folder = FOLDER / name
    folder.mkdir(parents=True, exist_ok=True)
    torch.onnx.export(
        network, images, str(folder / "model.onnx"), opset_version=opset, input_names=["image"], output_names=["logits"],
        dynamic_axes={"image": {0: "batch"}, "logits": {0: "batch"}},
    )
    exact = images.double().requires_grad_()
    outputs = network.double()(exact)
    (run,) = onnxruntime.InferenceSession(str(folder / "model.onnx")).run(None, {"image": images.numpy()})
    if np.abs(run - outputs.detach().numpy()).max() > 1e-4 * np.abs(run).max():
        raise SystemExit(f"{name}: onnxruntime disagrees with PyTorch")
    scores = outputs.flatten(2).mean(2) if outputs.ndim > 2 else outputs
    target = 1
    (gradient,) = torch.autograd.grad(scores[:, target].sum(), exact)
    save(folder, images.numpy(), scores.detach().numpy(), target, gradient.numpy())


def save(folder, images, outputs, target, gradient):
    numbers = {"images": images, "outputs": outputs, "gradient": gradient}
    np.savez_compressed(
        folder / "reference.npz", target=np.int32(target).reshape(1), **{k: v.astype("<f4") for k, v in numbers.items()}
    )


if __name__ == "__main__":
    for name in sys.argv[1:] or CASES:
        make(name)
        print(name)
