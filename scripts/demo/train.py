"""Trains the demo's network on scenes of PartWorld and writes it, its labels and its preprocessing.

Run from the root of the repository, with Debian's python3-torch 1.13 (CPU) and onnx 1.14 from PyPI:

    python3 -m venv --system-site-packages /tmp/partworld/venv
    /tmp/partworld/venv/bin/pip install onnx==1.14.1
    npx tsc -b packages/partworld
    node scripts/demo/draw.mjs --seed 7001 --images-per-class 3000 --out /tmp/partworld/train.npy
    node scripts/demo/draw.mjs --seed 7002 --images-per-class 300 --out /tmp/partworld/test.npy
    nice /tmp/partworld/venv/bin/python scripts/demo/train.py \
        --train /tmp/partworld/train.npy --test /tmp/partworld/test.npy --out packages/partworld/model

One thread, no augmentation. The same machine and the same --seed give the same weights. The files in
packages/partworld/model come from exactly these commands: 114,434 parameters, 10 minutes, and 3,000 of the 3,000
fresh scenes of seed 7002 right.
"""

import argparse
import json
import time
from pathlib import Path

import numpy as np
import torch
from torch import nn

from network import PartWorldNetwork, export

LABELS = ["bus", "car", "cat", "fish", "flower", "house", "owl", "robot", "rocket", "tree"]
MEAN, DEVIATION = 0.5, 0.25
BATCH = 64


def load(path: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """Scenes as uint8 [N, 3, 64, 64] and their class indices [N]; the file holds them class after class."""
    scenes = torch.from_numpy(np.load(path)).permute(0, 3, 1, 2).contiguous()
    per_class = len(scenes) // len(LABELS)
    return scenes, torch.arange(len(LABELS)).repeat_interleave(per_class)


def preprocess(scenes: torch.Tensor) -> torch.Tensor:
    return (scenes.float() / 255 - MEAN) / DEVIATION


@torch.no_grad()
def confusion(network: nn.Module, scenes: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
    """Counts [true class, predicted class]."""
    network.eval()
    predicted = torch.cat([network(preprocess(part)).argmax(1) for part in scenes.split(256)])
    return torch.bincount(labels * len(LABELS) + predicted, minlength=len(LABELS) ** 2).view(len(LABELS), -1)


def train(network: nn.Module, scenes: torch.Tensor, labels: torch.Tensor, epochs: int, rate: float) -> None:
    optimiser = torch.optim.AdamW(network.parameters(), lr=rate, weight_decay=0.02)
    steps = epochs * (len(scenes) // BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, rate, total_steps=steps, pct_start=0.2)
    loss_of = nn.CrossEntropyLoss()
    start = time.monotonic()
    for epoch in range(epochs):
        network.train()
        total = 0.0
        for picked in torch.randperm(len(scenes)).split(BATCH)[: len(scenes) // BATCH]:
            optimiser.zero_grad()
            loss = loss_of(network(preprocess(scenes[picked])), labels[picked])
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        mean_loss = total / (len(scenes) // BATCH)
        print(f"epoch {epoch + 1}/{epochs}: loss {mean_loss:.4f}, {time.monotonic() - start:.0f} s", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description="Trains the demo's network.")
    parser.add_argument("--train", type=Path, required=True, help="scenes to learn from, .npy from draw.mjs")
    parser.add_argument("--test", type=Path, required=True, help="scenes of another seed")
    parser.add_argument("--out", type=Path, required=True, help="folder for the model, its labels and preprocessing")
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=4e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()

    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(True)
    torch.manual_seed(options.seed)
    network = PartWorldNetwork(len(LABELS))
    print(f"{sum(weights.numel() for weights in network.parameters())} parameters")
    train(network, *load(options.train), options.epochs, options.rate)

    counts = confusion(network, *load(options.test))
    for name, row in zip(LABELS, counts):
        others = {LABELS[index]: int(count) for index, count in enumerate(row) if count and LABELS[index] != name}
        print(f"{name}: {int(row[LABELS.index(name)])} of {int(row.sum())} right; taken for {others}")
    print(f"accuracy on fresh scenes: {100 * counts.diag().sum() / counts.sum():.2f} %")

    options.out.mkdir(parents=True, exist_ok=True)
    export(network, str(options.out / "partworld.onnx"))
    preprocessing = {
        "resize": 64,
        "crop": 64,
        "interpolation": "bilinear",
        "channels": "rgb",
        "scale": 1 / 255,
        "mean": [MEAN] * 3,
        "std": [DEVIATION] * 3,
    }
    lines = [f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in preprocessing.items()]
    (options.out / "labels.json").write_text(json.dumps(LABELS) + "\n")
    (options.out / "preprocessing.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
