"""Networks with other norms, pools, heads, masks and rounding."""
import torch
from torch import nn
from torch.nn import functional

from wild.attention import Head, stem


class Net(nn.Module):
    """A stem, something in the middle, and a head."""

    def __init__(self):
        super().__init__()
        self.stem, self.conv, self.head = stem(), nn.Conv2d(8, 8, 3, padding=1), Head()

    def forward(self, images):
        return self.head(functional.relu(self.middle(self.conv(self.stem(images)))))


class RmsNorm(Net):
    """Over channels, without the mean (Zhang and Sennrich 2019)."""

    def middle(self, x):
        return x * torch.rsqrt(x.pow(2).mean(1, keepdim=True) + 1e-6)


class InstanceNorm(Net):
    def __init__(self):
        super().__init__()
        self.norm = nn.InstanceNorm2d(8, affine=True)

    def middle(self, x):
        return self.norm(x)


class GroupNormOfOne(Net):
    def __init__(self):
        super().__init__()
        self.norm = nn.GroupNorm(1, 8)

    def middle(self, x):
        return self.norm(x)


class GlobalResponseNorm(Net):
    """ConvNeXt V2 (Woo et al. 2023): norms over positions, divided by their mean over channels."""

    def middle(self, x):
        x = functional.gelu(x).permute(0, 2, 3, 1)
        size = torch.norm(x, p=2, dim=(1, 2), keepdim=True)
        return (0.7 * (x * (size / (size.mean(-1, keepdim=True) + 1e-6))) + x).permute(0, 3, 1, 2)


class ChannelSoftmax(Net):
    """A softmax over channels in the middle of a network."""

    def middle(self, x):
        return x * x.softmax(1)


class SpatialSoftmax(nn.Module):
    """Expected positions under a softmax over all (Levine et al. 2016)."""

    def __init__(self):
        super().__init__()
        self.stem, self.dense = stem(), nn.Linear(16, 3)
        axis = torch.linspace(-1, 1, 8)
        self.register_buffer("rows", axis.repeat_interleave(8))
        self.register_buffer("columns", axis.repeat(8))

    def forward(self, images):
        weights = self.stem(images).flatten(2).softmax(-1)
        return self.dense(torch.cat(((weights * self.rows).sum(-1), (weights * self.columns).sum(-1)), 1))


class LogSoftmaxPooling(nn.Module):
    """Means of log-probabilities over positions."""

    def __init__(self):
        super().__init__()
        self.stem, self.conv = stem(), nn.Conv2d(8, 3, 1)

    def forward(self, images):
        return self.conv(self.stem(images)).log_softmax(1).mean((2, 3))


class CosineHead(nn.Module):
    """Cosines between features and class weights, clamped and scaled as in ArcFace (Deng et al. 2019)."""

    def __init__(self):
        super().__init__()
        self.stem, self.dense = stem(), nn.Linear(8, 6)
        self.weight = nn.Parameter(torch.randn(3, 6))

    def forward(self, images):
        features = functional.normalize(self.dense(self.stem(images).mean((2, 3))))
        cosines = functional.linear(features, functional.normalize(self.weight)).clamp(-1 + 1e-7, 1 - 1e-7)
        sine = torch.sqrt(1 - cosines * cosines)
        return 30 * (cosines * 0.9 - sine * 0.4)


class BilinearPooling(nn.Module):
    """Products of all pairs of channels (Lin et al. 2015), signed roots and an L2 norm."""

    def __init__(self):
        super().__init__()
        self.stem, self.dense = stem(), nn.Linear(64, 3)

    def forward(self, images):
        x = self.stem(images).flatten(2)
        pooled = torch.bmm(x, x.transpose(1, 2)).flatten(1) / x.shape[2]
        rooted = pooled.sign() * torch.sqrt(pooled.abs() + 1e-5)
        return self.dense(functional.normalize(rooted))


class EinsumProducts(nn.Module):
    """Products that are written as sums over indices."""

    def __init__(self):
        super().__init__()
        self.stem, self.dense = stem(), nn.Linear(16, 3)
        self.weight = nn.Parameter(torch.randn(8, 4))

    def forward(self, images):
        x = self.stem(images)
        y = torch.einsum("nchw,cd->ndhw", x, self.weight).tanh()
        return self.dense(torch.einsum("nchw,ndhw->ncd", y, y).flatten(1) / 64)


class ManyReductions(nn.Module):
    """Minima, maxima, sums of squares and of absolute values over several axes."""

    def __init__(self):
        super().__init__()
        self.stem, self.conv, self.dense = stem(), nn.Conv2d(8, 8, 3), nn.Linear(40, 3)

    def forward(self, images):
        x = self.conv(self.stem(images))
        parts = [
            x.amin((2, 3)),
            x.amax(3).mean(2),
            x.pow(2).sum((2, 3)).add(0.1).log(),
            x.abs().sum((2, 3)) / 36,
            torch.logsumexp(x, (2, 3)),
        ]
        return self.dense(torch.cat(parts, 1))


class Masks(nn.Module):
    """Selections by comparisons, their combinations, and a constant mask."""

    def __init__(self):
        super().__init__()
        self.stem, self.conv, self.head = stem(), nn.Conv2d(8, 8, 3, padding=1), Head()
        self.register_buffer("mask", torch.rand(1, 1, 8, 8) > 0.3)

    def forward(self, images):
        x = self.conv(self.stem(images))
        small = torch.logical_and(x > -0.2, x <= 0.4)
        x = torch.where(small, x * x, 0.5 * x)
        x = x * torch.logical_or(x >= 0.1, ~(x < -0.1)).float()
        return self.head(functional.relu(x.masked_fill(self.mask, 0.2)))


class MaskedMean(nn.Module):
    """A mean over the positions where something is."""

    def __init__(self):
        super().__init__()
        self.stem, self.dense = stem(), nn.Linear(8, 3)

    def forward(self, images):
        x = self.stem(images)
        there = (x.mean(1, keepdim=True) > 0.2).float()
        return self.dense((x * there).sum((2, 3)) / there.sum((2, 3)).clamp(min=1.0))


class Quantized(nn.Module):
    """Activations and weights rounded to 8 bits, with scale and zero point (QDQ).

    Scales are powers of two, so that no sum lies so near to a half that its rounding is another in float32.
    """

    def __init__(self):
        super().__init__()
        self.first, self.second = nn.Conv2d(3, 8, 3, stride=2, padding=1), nn.Conv2d(8, 8, 3, padding=1)
        self.head = Head()

    @staticmethod
    def rounded(x, scale, zero, low=0, high=255):
        return torch.fake_quantize_per_tensor_affine(x, scale, zero, low, high)

    def forward(self, images):
        x = self.rounded(images, 1 / 64, 128)
        weights = [self.rounded(c.weight, 1 / 256, 0, -128, 127) for c in (self.first, self.second)]
        x = functional.conv2d(x, weights[0], self.first.bias, stride=2, padding=1)
        x = self.rounded(functional.relu(x), 1 / 128, 0)
        x = self.rounded(x + functional.conv2d(x, weights[1], self.second.bias, padding=1), 1 / 64, 40)
        return self.head(functional.relu(x))


networks = {
    "rms-norm": RmsNorm,
    "instance-norm": InstanceNorm,
    "group-norm-of-one": GroupNormOfOne,
    "global-response-norm": GlobalResponseNorm,
    "channel-softmax": ChannelSoftmax,
    "spatial-softmax": SpatialSoftmax,
    "log-softmax-pooling": LogSoftmaxPooling,
    "cosine-head": CosineHead,
    "bilinear-pooling": BilinearPooling,
    "einsum-products": EinsumProducts,
    "many-reductions": ManyReductions,
    "masks": Masks,
    "masked-mean": MaskedMean,
    "quantized": Quantized,
}
