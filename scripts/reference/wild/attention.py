"""Networks with attention: transformers, mixers, gates over channels and positions."""
import torch
from torch import nn
from torch.nn import functional


def stem(channels=8):
    return nn.Sequential(nn.Conv2d(3, channels, 3, stride=2, padding=1), nn.ReLU())


class Head(nn.Module):
    """Means over positions, and a dense layer."""

    def __init__(self, channels=8, classes=3):
        super().__init__()
        self.dense = nn.Linear(channels, classes)

    def forward(self, x):
        return self.dense(x.mean((2, 3)))


class Mixer(nn.Module):
    """MLP-Mixer (Tolstikhin et al. 2021): dense layers over tokens and over channels."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(3, 12, 4, stride=4)
        self.norms = nn.ModuleList(nn.LayerNorm(12) for _ in range(3))
        self.tokens = nn.Sequential(nn.Linear(16, 10), nn.GELU(), nn.Linear(10, 16))
        self.channels = nn.Sequential(nn.Linear(12, 20), nn.GELU(), nn.Linear(20, 12))
        self.dense = nn.Linear(12, 3)

    def forward(self, images):
        x = self.embed(images).flatten(2).transpose(1, 2)
        x = x + self.tokens(self.norms[0](x).transpose(1, 2)).transpose(1, 2)
        x = x + self.channels(self.norms[1](x))
        return self.dense(self.norms[2](x).mean(1))


class Swin(nn.Module):
    """Attention in shifted windows with a mask and a bias per head (Liu et al. 2021)."""

    def __init__(self, size=8, window=4, heads=2, channels=8):
        super().__init__()
        self.embed = nn.Conv2d(3, channels, 2, stride=2)
        self.norm = nn.LayerNorm(channels)
        self.qkv = nn.Linear(channels, 3 * channels)
        self.out = nn.Linear(channels, channels)
        self.mlp = nn.Sequential(nn.LayerNorm(channels), nn.Linear(channels, 16), nn.GELU(), nn.Linear(16, channels))
        self.merge = nn.Linear(4 * channels, 2 * channels, bias=False)
        self.dense = nn.Linear(2 * channels, 3)
        self.bias = nn.Parameter(0.3 * torch.randn(heads, window**2, window**2))
        self.window, self.heads, self.shift = window, heads, window // 2
        regions = torch.zeros(1, size, size, 1)
        spans = (slice(0, -window), slice(-window, -self.shift), slice(-self.shift, None))
        for i, rows in enumerate(spans):
            for j, columns in enumerate(spans):
                regions[:, rows, columns] = 3 * i + j
        groups = self.windows(regions).squeeze(-1)
        difference = groups.unsqueeze(1) - groups.unsqueeze(2)
        self.register_buffer("mask", torch.zeros_like(difference).masked_fill(difference != 0, -100.0))

    def windows(self, x):
        n, h, w, c = x.shape
        split = x.view(n, h // self.window, self.window, w // self.window, self.window, c)
        return split.permute(0, 1, 3, 2, 4, 5).reshape(-1, self.window**2, c)

    def attend(self, x):
        b, length, c = x.shape
        qkv = self.qkv(x).reshape(b, length, 3, self.heads, c // self.heads).permute(2, 0, 3, 1, 4)
        q, k, v = qkv[0], qkv[1], qkv[2]
        scores = (q * (c // self.heads) ** -0.5) @ k.transpose(-2, -1) + self.bias.unsqueeze(0)
        count = self.mask.shape[0]
        scores = scores.view(b // count, count, self.heads, length, length) + self.mask.unsqueeze(1).unsqueeze(0)
        weights = scores.view(-1, self.heads, length, length).softmax(-1)
        return self.out((weights @ v).transpose(1, 2).reshape(b, length, c))

    def forward(self, images):
        x = self.embed(images).permute(0, 2, 3, 1)
        n, h, w, c = x.shape
        shifted = torch.roll(self.norm(x), (-self.shift, -self.shift), (1, 2))
        attended = self.attend(self.windows(shifted)).view(-1, self.window, self.window, c)
        grid = attended.view(n, h // self.window, w // self.window, self.window, self.window, c)
        whole = grid.permute(0, 1, 3, 2, 4, 5).reshape(n, h, w, c)
        x = x + torch.roll(whole, (self.shift, self.shift), (1, 2))
        x = x + self.mlp(x)
        corners = [x[:, i::2, j::2] for j in (0, 1) for i in (0, 1)]
        return self.dense(self.merge(torch.cat(corners, -1)).mean((1, 2)))


class SequenceFirst(nn.Module):
    """PyTorch's encoder layer with the sequence as first axis."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(3, 8, 4, stride=4)
        self.attention = nn.MultiheadAttention(8, 2)
        self.norms = nn.ModuleList(nn.LayerNorm(8) for _ in range(2))
        self.mlp = nn.Sequential(nn.Linear(8, 16), nn.ReLU(), nn.Linear(16, 8))
        self.dense = nn.Linear(8, 3)

    def forward(self, images):
        x = self.embed(images).flatten(2).permute(2, 0, 1)
        x = self.norms[0](x + self.attention(x, x, x, need_weights=False)[0])
        x = self.norms[1](x + self.mlp(x))
        return self.dense(x.mean(0))


class TimmAttention(nn.Module):
    """A class token, queries, keys and values from one layer, taken apart on the first axis."""

    def __init__(self):
        super().__init__()
        self.embed = nn.Conv2d(3, 8, 4, stride=4)
        self.token = nn.Parameter(torch.randn(1, 1, 8))
        self.position = nn.Parameter(0.3 * torch.randn(1, 17, 8))
        self.norm, self.qkv, self.out = nn.LayerNorm(8), nn.Linear(8, 24), nn.Linear(8, 8)
        self.scales = nn.Parameter(torch.rand(8))
        self.dense = nn.Linear(8, 3)

    def forward(self, images):
        x = self.embed(images).flatten(2).transpose(1, 2)
        x = torch.cat((self.token.expand(x.shape[0], -1, -1), x), 1) + self.position
        n, length, c = x.shape
        q, k, v = self.qkv(self.norm(x)).reshape(n, length, 3, 2, 4).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (q @ k.transpose(-2, -1) * 0.5).softmax(-1)
        x = x + self.scales * self.out((weights @ v).transpose(1, 2).reshape(n, length, c))
        return self.dense(x[:, 0])


class NonLocal(nn.Module):
    """A non-local block (Wang et al. 2018): products of two embeddings of all positions."""

    def __init__(self):
        super().__init__()
        self.stem = stem()
        self.theta, self.phi, self.g = (nn.Conv2d(8, 4, 1) for _ in range(3))
        self.out = nn.Conv2d(4, 8, 1)
        self.head = Head()

    def forward(self, images):
        x = self.stem(images)
        n, _, h, w = x.shape
        theta, phi, g = (f(x).view(n, 4, -1) for f in (self.theta, self.phi, self.g))
        y = torch.matmul(torch.softmax(theta.permute(0, 2, 1) @ phi, -1), g.permute(0, 2, 1))
        return self.head(x + self.out(y.permute(0, 2, 1).reshape(n, 4, h, w)))


class ChannelAttention(nn.Module):
    """Gates from means and maxima through one network (Woo et al. 2018)."""

    def __init__(self):
        super().__init__()
        self.stem = stem()
        self.gate = nn.Sequential(nn.Conv2d(8, 4, 1, bias=False), nn.ReLU(), nn.Conv2d(4, 8, 1, bias=False))
        self.conv, self.head = nn.Conv2d(8, 8, 3, padding=1), Head()

    def forward(self, images):
        x = self.stem(images)
        mean, largest = functional.adaptive_avg_pool2d(x, 1), functional.adaptive_max_pool2d(x, 1)
        return self.head(functional.relu(self.conv(x * torch.sigmoid(self.gate(mean) + self.gate(largest)))))


class CoordinateAttention(nn.Module):
    """Means over rows and over columns, joined and split again (Hou et al. 2021)."""

    def __init__(self):
        super().__init__()
        self.stem, self.head = stem(), Head()
        self.conv, self.rows, self.columns = nn.Conv2d(8, 4, 1), nn.Conv2d(4, 8, 1), nn.Conv2d(4, 8, 1)

    def forward(self, images):
        x = self.stem(images)
        height = x.shape[2]
        joined = torch.cat((x.mean(3, keepdim=True), x.mean(2, keepdim=True).transpose(2, 3)), 2)
        rows, columns = functional.hardswish(self.conv(joined)).split(height, 2)
        return self.head(x * self.rows(rows).sigmoid() * self.columns(columns.transpose(2, 3)).sigmoid())


class SimAM(nn.Module):
    """Gates without parameters (Yang et al. 2021)."""

    def __init__(self):
        super().__init__()
        self.stem, self.conv, self.head = stem(), nn.Conv2d(8, 8, 3, padding=1), Head()

    def forward(self, images):
        x = self.stem(images)
        n = x.shape[2] * x.shape[3] - 1
        d = (x - x.mean((2, 3), keepdim=True)).pow(2)
        energy = d / (4 * (d.sum((2, 3), keepdim=True) / n + 1e-4)) + 0.5
        return self.head(functional.relu(self.conv(x * torch.sigmoid(energy))))


class GlobalContext(nn.Module):
    """Attention over positions as a product of matrices (Cao et al. 2019)."""

    def __init__(self):
        super().__init__()
        self.stem, self.head = stem(), Head()
        self.mask = nn.Conv2d(8, 1, 1)
        self.transform = nn.Sequential(nn.Conv2d(8, 4, 1), nn.LayerNorm([4, 1, 1]), nn.ReLU(), nn.Conv2d(4, 8, 1))

    def forward(self, images):
        x = self.stem(images)
        n, c, h, w = x.shape
        weights = self.mask(x).view(n, 1, h * w).softmax(2).unsqueeze(-1)
        context = torch.matmul(x.view(n, c, h * w).unsqueeze(1), weights).view(n, c, 1, 1)
        return self.head(x + self.transform(context))


class AttentionPooling(nn.Module):
    """Multiple instances (Ilse et al. 2018): a gated score per position, a softmax over all, a weighted sum."""

    def __init__(self):
        super().__init__()
        self.stem = stem()
        self.v, self.u, self.w = nn.Linear(8, 6), nn.Linear(8, 6), nn.Linear(6, 1)
        self.dense = nn.Linear(8, 3)

    def forward(self, images):
        instances = self.stem(images).flatten(2).transpose(1, 2)
        scores = self.w(torch.tanh(self.v(instances)) * torch.sigmoid(self.u(instances)))
        pooled = torch.bmm(scores.softmax(1).transpose(1, 2), instances)
        return self.dense(pooled.squeeze(1))


networks = {
    "mixer": Mixer,
    "swin": Swin,
    "sequence-first": SequenceFirst,
    "timm-attention": TimmAttention,
    "non-local": NonLocal,
    "channel-attention": ChannelAttention,
    "coordinate-attention": CoordinateAttention,
    "simam": SimAM,
    "global-context": GlobalContext,
    "attention-pooling": AttentionPooling,
}
