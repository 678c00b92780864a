"""What a network of the method references is, and the list of all."""
import dataclasses
import zlib

import torch

from attribution.case import randomise

from .graph import GraphNetwork

IMAGES = 2

# name -> function without arguments that builds a NetworkCase
NETWORKS = {}


@dataclasses.dataclass
class NetworkCase:
    """`levels`: tensors for layer attribution, through each of which everything passes.

    `cam`: the layer of Grad-CAM. `guided`: nonlinearities are ReLU or ReLU6, as guided backpropagation
    asks. `rules`: all LRP rules, not only the composites. `box`: the first convolution reads the image,
    so that the z-box rule has a meaning. `captum_deeplift`: no product, no overlapping pool.
    `published`: given inputs and values, {"images", "baseline", "attribution"} of RevealCancel.
    `seed`: chosen so that no denominator is near zero and no map is all zero.
    """

    covers: str
    network: GraphNetwork
    image: tuple = (3, 8, 7)
    image_scale: float = 1.0
    gain: float = 1.2
    levels: tuple = ()
    cam: str = None
    guided: bool = False
    rules: bool = False
    box: bool = True
    captum_deeplift: bool = True
    targets: tuple = (1, 0)
    published: dict = None
    seed: int = 0


def network_case(name):
    """Registers a builder."""

    def register(builder):
        if name in NETWORKS:
            raise ValueError(f"two networks are called {name}")
        NETWORKS[name] = builder
        return builder

    return register


def build(name):
    """Builds a network from its own seed. Returns (case, images [N, C, H, W], baseline [1, C, H, W]), float32."""
    case = NETWORKS[name]()
    case.network.eval()
    torch.manual_seed(zlib.crc32(f"methods/{name}/{case.seed}".encode()))
    if case.published is not None:
        return case, case.published["images"], case.published["baseline"]
    images = case.image_scale * torch.randn(IMAGES, *case.image)
    baseline = 0.3 * case.image_scale * torch.randn(1, *case.image)
    randomise(case.network, case.gain)
    return case, images, baseline
