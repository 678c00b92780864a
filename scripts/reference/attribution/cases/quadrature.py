"""Segments that need the path integral itself (design 2.2)."""
import torch
from torch import nn
from torch.nn import functional

from ..case import Case, case
from ..modules import Composite, ReluConvolutions, conv1, conv3


@case("unequal-depth", "2.1, 2.2 two paths with different numbers of nonlinearities")
def unequal_depth():
    back = Composite(lambda m, a: (m.outer(m.inner(a).relu()) + a).relu(), inner=conv3(4, 4), outer=conv3(4, 4))
    return Case(ReluConvolutions(4), back, exact=False)


@case("non-adjacent", "2.2 two nonlinearities between source and target")
def non_adjacent():
    back = nn.Sequential(conv3(4, 4), nn.ReLU(), conv3(4, 4), nn.ReLU())
    return Case(ReluConvolutions(4), back, exact=False)


@case("non-adjacent-logits", "2.2 two nonlinearities between source and logits")
def non_adjacent_logits():
    pool = [nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    back = nn.Sequential(conv3(4, 4), nn.ReLU(), *pool, nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 3))
    return Case(ReluConvolutions(4), back, target="logits", head=None, exact=False)


def gate(channels):
    return nn.Sequential(nn.AdaptiveAvgPool2d(1), conv1(channels, 3), nn.ReLU(), conv1(3, channels), nn.Sigmoid())


@case("squeeze-excitation", "2.2 a product of two sources: activation and gate [N, C, 1, 1]")
def squeeze_excitation():
    def forward(m, x):
        (a,) = m.source(x)
        return a, m.gate(a)

    front = Composite(forward, source=ReluConvolutions(4), gate=gate(4))
    back = Composite(lambda m, a, s: m.convolution(a * s).relu(), convolution=conv3(4, 4))
    return Case(front, back, sources=("activation", "gate"), exact=False)


@case("squeeze-excitation-gate-inside", "2.2 squeeze and excitation without the gate chosen")
def squeeze_excitation_gate_inside():
    back = Composite(lambda m, a: m.convolution(a * m.gate(a)).relu(), gate=gate(4), convolution=conv3(4, 4))
    return Case(ReluConvolutions(4), back, exact=False)


@case("softmax-inside", "2.2 softmax over channels")
def softmax_inside():
    back = Composite(lambda m, a: m.outer(torch.softmax(m.inner(a), 1)).relu(), inner=conv1(4, 4), outer=conv3(4, 4))
    return Case(ReluConvolutions(4), back, gain=2.0, exact=False)


class ExportedLocalResponseNorm(torch.autograd.Function):
    """Exports one LRN node; PyTorch's own export is a page of shape arithmetic."""

    @staticmethod
    def forward(context, values, size, alpha, beta, bias):
        return functional.local_response_norm(values, size, alpha, beta, bias)

    @staticmethod
    def symbolic(graph, values, size, alpha, beta, bias):
        return graph.op("LRN", values, size_i=size, alpha_f=alpha, beta_f=beta, bias_f=bias)


def normalise(m, a):
    apply = ExportedLocalResponseNorm.apply if torch.onnx.is_in_onnx_export() else functional.local_response_norm
    return m.convolution(apply(a, 3, 0.9, 0.75, 1.0)).relu()


@case("local-response-norm", "2.2 local response normalisation between source and convolution")
def local_response_norm():
    return Case(ReluConvolutions(5), Composite(normalise, convolution=conv3(5, 4)), exact=False)
