"""What a reference case is: an image -> sources module and a sources -> target module."""
import dataclasses
import math
import zlib

import torch
from torch import nn

IMAGES = 3
CLASSES = 3


@dataclasses.dataclass
class Case:
    """`front` maps an image batch to a tuple of sources, `back` maps the sources to the target.

    `head` maps the target to the logits, so that the target is an inner tensor as in real networks
    (default: global average pool and a dense layer); None: the target is the network's output.
    """

    front: nn.Module
    back: nn.Module
    sources: tuple = ("source",)
    target: str = "target"
    baseline: str = "zero"
    exact: bool = True
    image: tuple = (2, 8, 7)
    opset: int = 13
    gain: float = 1.2
    head: object = "default"
    after_randomise: object = None
    image_transform: object = None


# name -> (builder, the words of the design document it covers)
CASES = {}


def case(name, lines):
    """Registers a function without arguments that builds a Case."""

    def register(builder):
        if name in CASES:
            raise ValueError(f"two cases are called {name}")
        CASES[name] = (builder, lines)
        return builder

    return register


def randomise(module, gain):
    """Random weights, biases and batch norm statistics: nothing stays zero, one or the identity."""
    for part in module.modules():
        if isinstance(part, (nn.Conv2d, nn.Linear)):
            nn.init.normal_(part.weight, std=gain / math.sqrt(part.weight[0].numel()))
            if part.bias is not None:
                nn.init.normal_(part.bias, std=0.3 * gain)
        elif isinstance(part, nn.BatchNorm2d):
            nn.init.uniform_(part.weight, 0.5, 1.5)
            # A negative scale turns maxima into minima: rules must not assume it away.
            part.weight.data[0] *= -1
            nn.init.normal_(part.bias, std=0.4)
            nn.init.normal_(part.running_mean, std=0.3)
            nn.init.uniform_(part.running_var, 0.5, 1.5)
        elif isinstance(part, nn.PReLU):
            nn.init.uniform_(part.weight, -0.3, 0.6)


class WholeNetwork(nn.Module):
    """The composition that is exported: returns every source, the target and the logits."""

    def __init__(self, front, back, head):
        super().__init__()
        self.front, self.back, self.head = front, back, head

    def forward(self, image):
        sources = self.front(image)
        target = self.back(*sources)
        if self.head is None:
            return (*sources, target)
        return (*sources, target, self.head(target))


def build(name):
    """Builds a case from its own seed. Returns (case, network, images [N, C, H, W] float32)."""
    builder, _ = CASES[name]
    torch.manual_seed(zlib.crc32(name.encode()))
    made = builder()
    images = torch.randn(IMAGES, *made.image)
    if made.image_transform is not None:
        images = made.image_transform(images)
    randomise(made.front, 1.2)
    randomise(made.back, made.gain)
    with torch.no_grad():
        if made.after_randomise is not None:
            made.after_randomise(made)
        target = made.back(*made.front(images))
    head = made.head
    if head == "default":
        pool = [nn.AdaptiveAvgPool2d(1), nn.Flatten()] if target.dim() == 4 else []
        head = nn.Sequential(*pool, nn.Linear(target.shape[1], CLASSES))
    if head is not None:
        randomise(head, 1.0)
    return made, WholeNetwork(made.front, made.back, head).eval(), images
