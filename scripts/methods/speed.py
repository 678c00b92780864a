"""Times integrated gradients of `gipfel explain` against Captum on the same images, threads and machine.

    python speed.py --gipfel "npx -y pnpm@12 --silent gipfel" --data IMAGES.npz squeezenet1.1.onnx

The Python environment is that of ../reference/README.md, and so are the networks: SqueezeNet 1.1, ResNet-20, TinyVGG.
IMAGES.npz holds `images` [N, C, H, W] float32, already preprocessed, and `labels` [N]. Both sides take the class that
the network prefers, baseline zero, and the same number of Gauss-Legendre points in float32. Captum runs in this
process, one image after the other, at several internal batch sizes, of which the fastest counts; its time is the
method's alone. Gipfel's is what it states for each explanation, without start and compilation, and beside it the whole
command. Both take turns, and the least time of the rounds counts, since other work on the machine only adds to it.
"""
import argparse
import json
import pathlib
import shlex
import subprocess
import sys
import tempfile
import time
import warnings

import captum
import numpy
import torch
from captum.attr import IntegratedGradients

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "reference"))

from methods.real_networks import load


def captum_attributions(network, images, steps, batch):
    """[N, C, H, W] and seconds per image."""
    targets = network(images).argmax(1).tolist()
    method = IntegratedGradients(network)
    options = {"n_steps": steps, "method": "gausslegendre", "internal_batch_size": batch}
    start = time.perf_counter()
    results = [
        method.attribute(image, torch.zeros_like(image), target=target, **options)
        for image, target in zip(images.split(1), targets)
    ]
    return torch.cat(results).detach().numpy(), (time.perf_counter() - start) / len(images)


def gipfel_attributions(arguments, data, folder):
    """[N, C, H, W], seconds per image as the explanations state them, and per image of the whole command."""
    out = folder / "explained"
    command = [*shlex.split(arguments.gipfel), "explain", "--model", str(arguments.model), "--data", str(data)]
    command += ["--method", "integrated-gradients", "--steps", str(arguments.steps), "--baseline", "zero"]
    command += ["--batch", str(arguments.batch), "--threads", str(arguments.threads), "--formats", "npy"]
    start = time.perf_counter()
    subprocess.run([*command, "--out", str(out)], check=True, capture_output=True)
    whole = time.perf_counter() - start
    records = [json.loads(line) for line in (out / "explanations.jsonl").read_text().splitlines()]
    maps = [numpy.load(next(out.glob(f"*/{record['image']['index']}.npy"))) for record in records]
    seconds = sum(record["seconds"] for record in records)
    return numpy.stack(maps), seconds / len(records), whole / len(records)


def measure(arguments, folder):
    images = numpy.load(arguments.data)["images"][: arguments.images].astype("float32")
    data = folder / "images.npz"
    numpy.savez(data, images=images, labels=numpy.zeros(len(images), "int64"))
    real = load(arguments.model, images[:1])
    network, tensors = real.network.float(), torch.tensor(images)
    by_captum = {batch: [] for batch in arguments.captum_batches}
    by_gipfel, whole = [], []
    for _ in range(arguments.rounds):
        for batch, times in by_captum.items():
            expected, seconds = captum_attributions(network, tensors, arguments.steps, batch)
            times.append(seconds)
        actual, seconds, command = gipfel_attributions(arguments, data, folder)
        by_gipfel.append(seconds)
        whole.append(command)
    difference = numpy.abs(actual - expected).max() / numpy.abs(expected).max()
    print(f"{real.name}, {len(images)} images, {arguments.steps} points, {arguments.threads} threads: seconds an image")
    for batch, times in by_captum.items():
        print(f"  Captum {captum.__version__}, PyTorch {torch.__version__}, batch {batch:<3}  {min(times):.3f}")
    print(f"  Gipfel, batch {arguments.batch:<3}  {min(by_gipfel):.3f}")
    print(f"  Gipfel, the whole command  {min(whole):.3f}")
    best = min(min(times) for times in by_captum.values())
    print(f"  Captum to Gipfel {best / min(by_gipfel):.2f}, to the whole command {best / min(whole):.2f}")
    print(f"  largest difference of the attributions, relative to the largest: {difference:.1e}")


def whole_numbers(text):
    return [int(part) for part in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=lambda text: pathlib.Path(text).resolve(), metavar="MODEL.onnx")
    parser.add_argument("--gipfel", required=True, help="the command, as one word for the shell")
    parser.add_argument("--data", required=True, type=pathlib.Path, help="FILE.npz")
    parser.add_argument("--images", type=int, default=8, help="how many of them (8)")
    parser.add_argument("--steps", type=int, default=50, help="points of the path (50)")
    parser.add_argument("--threads", type=int, default=1, help="of either side (1)")
    parser.add_argument("--batch", type=int, default=8, help="rows per run of Gipfel's engine (8, its default)")
    parser.add_argument("--captum-batches", type=whole_numbers, default="8,16,50", help="tried (8,16,50)")
    parser.add_argument("--rounds", type=int, default=3, help="of both in turn (3)")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    warnings.simplefilter("ignore")
    with tempfile.TemporaryDirectory() as folder:
        measure(arguments, pathlib.Path(folder))


if __name__ == "__main__":
    main()
