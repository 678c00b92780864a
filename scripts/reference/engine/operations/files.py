"""How weights are stored: Constant nodes, float16, external data."""
import numpy
from onnx import TensorProto, numpy_helper
from torch.nn import functional

from ..operation_case import operation


@operation("constant-nodes", "Constant")
def constant_nodes(g):
    x = g.image()
    w, b = 0.5 * g.random(3, 4, 3, 3), 0.5 * g.random(3)
    for name, value in (("w", w), ("b", b)):
        g.node("Constant", [], [name], value=numpy_helper.from_array(value.numpy()))
    g.node("Conv", ["x", "w", "b"])
    return functional.conv2d(x, w.double(), b.double())


@operation("constant-node-floats", "Constant")
def constant_node_floats(g):
    x = g.image()
    g.node("Constant", [], ["slope"], value_float=0.25)
    g.node("Constant", [], ["shape"], value_ints=[0, -1])
    g.node("Mul", ["x", "slope"], ["scaled"])
    g.node("Reshape", ["scaled", "shape"])
    return (0.25 * x).flatten(1)


def half(g, name, *shape):
    values = (0.5 * g.random(*shape)).half()
    g.initializers.append(numpy_helper.from_array(values.numpy(), name))
    return values.double()


@operation("float16-weights", "Conv")
def float16_weights(g):
    """Weights stored in half precision and cast before use."""
    x, w, b = g.image(), half(g, "w16", 3, 4, 3, 3), half(g, "b16", 3)
    g.node("Cast", ["w16"], ["w"], to=TensorProto.FLOAT)
    g.node("Cast", ["b16"], ["b"], to=TensorProto.FLOAT)
    g.node("Conv", ["x", "w", "b"])
    return functional.conv2d(x, w, b)


@operation("float16-network", "Conv")
def float16_network(g):
    """A network in half precision between two casts: an engine may compute in either precision."""
    g.tolerance = 5e-3
    x, w, b = g.image(), half(g, "w", 3, 4, 3, 3), half(g, "b", 3)
    g.node("Cast", ["x"], ["x16"], to=TensorProto.FLOAT16)
    g.node("Conv", ["x16", "w", "b"], ["z16"])
    g.node("Relu", ["z16"], ["y16"])
    g.node("Cast", ["y16"], ["y"], to=TensorProto.FLOAT)
    return functional.conv2d(x, w, b).relu()


@operation("float64-weights", "Conv")
def float64_weights(g):
    x = g.image()
    w = 0.5 * g.random(3, 4, 3, 3)
    g.initializers.append(numpy_helper.from_array(w.numpy().astype(numpy.float64), "w64"))
    g.node("Cast", ["w64"], ["w"], to=TensorProto.FLOAT)
    g.node("Conv", ["x", "w"])
    return functional.conv2d(x, w.double())


@operation("typed-data", "Conv")
def typed_data(g):
    """An initializer in float_data instead of raw bytes."""
    x = g.image()
    w = 0.5 * g.random(3, 4, 1, 1)
    g.initializers.append(typed_tensor("w", w))
    g.node("Conv", ["x", "w"])
    return functional.conv2d(x, w.double())


def typed_tensor(name, values):
    tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=values.shape)
    tensor.float_data.extend(values.flatten().tolist())
    return tensor


@operation("external-data", "Conv")
def external_data(g):
    """Weights in a file weights.bin beside the model."""
    g.external = True
    x, w, b = g.image(), g.constant("w", 3, 4, 3, 3), g.constant("b", 3)
    g.node("Conv", ["x", "w", "b"])
    return functional.conv2d(x, w, b)
