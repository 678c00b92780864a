"""Small modules from which the cases are put together."""
from torch import nn


class ReluConvolutions(nn.Module):
    """image -> one relu(conv3x3(image)) per entry of `channels`, as a tuple."""

    def __init__(self, *channels, image_channels=2):
        super().__init__()
        self.convolutions = nn.ModuleList(nn.Conv2d(image_channels, c, 3, padding=1) for c in channels)

    def forward(self, image):
        return tuple(convolution(image).relu() for convolution in self.convolutions)


class Composite(nn.Module):
    """A module from a function over named parts: Composite(lambda m, a, b: m.conv(a) + b, conv=...)."""

    def __init__(self, function, **parts):
        super().__init__()
        self.function = function
        for name, part in parts.items():
            self.add_module(name, part)

    def forward(self, *inputs):
        return self.function(self, *inputs)


def conv3(channels_in, channels_out, **options):
    return nn.Conv2d(channels_in, channels_out, 3, **{"padding": 1, **options})


def conv1(channels_in, channels_out, **options):
    return nn.Conv2d(channels_in, channels_out, 1, **options)
