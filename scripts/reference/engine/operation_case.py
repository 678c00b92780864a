"""A conformance case: a tiny ONNX graph and what PyTorch computes for it in float64."""
import zlib

import torch
from onnx import TensorProto, checker, helper, numpy_helper

BATCH = 2

# name -> (builder, ONNX operation, opset)
OPERATIONS = {}


def operation(name, kind, opset=13):
    """Registers a function that fills a Graph and returns the expected output."""

    def register(builder):
        if name in OPERATIONS:
            raise ValueError(f"two cases are called {name}")
        OPERATIONS[name] = (builder, kind, opset)
        return builder

    return register


class Graph:
    """Collects one graph from input "x" to output "y"; every method hands back float64 tensors."""

    def __init__(self, name, kind, opset):
        self.name, self.kind, self.opset = name, kind, opset
        self.generator = torch.Generator().manual_seed(zlib.crc32(name.encode()))
        self.nodes, self.initializers = [], []
        self.batch_name = "N"
        # Largest difference, relative to the largest output, that an engine in float32 may show.
        self.tolerance = 1e-5
        self.feed = None
        # Whether the weights go to a file of their own.
        self.external = False

    def random(self, *shape):
        return torch.randn(shape, generator=self.generator)

    def input(self, *shape, positive=False):
        """The graph's input x, batch first (`BATCH` unless the case fixes another)."""
        values = self.random(*shape)
        self.feed = values.abs() + 0.2 if positive else values
        return self.feed.double()

    def image(self):
        """An input of the usual shape, height and width unequal."""
        return self.input(BATCH, 4, 6, 5)

    def constant(self, name, *shape, scale=0.5):
        """A random float32 initializer."""
        return self.given(name, scale * self.random(*shape))

    def given(self, name, values):
        values = torch.as_tensor(values, dtype=torch.float32)
        self.initializers.append(numpy_helper.from_array(values.numpy(), name))
        return values.double()

    def integers(self, name, values):
        self.initializers.append(helper.make_tensor(name, TensorProto.INT64, [len(values)], values))

    def node(self, kind, inputs=("x",), outputs=("y",), **attributes):
        self.nodes.append(helper.make_node(kind, list(inputs), list(outputs), **attributes))

    def model(self, expected):
        batch = [self.batch_name]
        value = helper.make_tensor_value_info
        graph = helper.make_graph(
            self.nodes,
            self.name,
            [value("x", TensorProto.FLOAT, batch + list(self.feed.shape[1:]))],
            [value("y", TensorProto.FLOAT, batch + list(expected.shape[1:]))],
            self.initializers,
        )
        opset = helper.make_opsetid("", self.opset)
        model = helper.make_model(graph, opset_imports=[opset], ir_version=8, producer_name="gipfel-reference")
        checker.check_model(model, full_check=True)
        return model


def build(name):
    """Returns (graph, model, expected [float64])."""
    builder, kind, opset = OPERATIONS[name]
    graph = Graph(name, kind, opset)
    expected = builder(graph)
    return graph, graph.model(expected), expected
