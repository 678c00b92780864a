"""Writes ONNX files with readable tensor names, and checks them in onnxruntime."""
import io
import warnings

import numpy
import onnx
import onnxruntime
import torch
from onnx import numpy_helper


def export_named(network, images, names, kept, opset):
    """Exports a module with several outputs called `names`; only those in `kept` stay graph outputs.

    Batch norm is not folded; what depends on constants alone (the exporter's padding arithmetic) is.
    """
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            images,
            buffer,
            opset_version=opset,
            training=torch.onnx.TrainingMode.PRESERVE,
            do_constant_folding=False,
            input_names=["image"],
            output_names=list(names),
            dynamic_axes={name: {0: "N"} for name in ("image", *names)},
        )
    model = onnx.load_from_string(buffer.getvalue())
    fold_constants(model)
    outputs = [value for value in model.graph.output if value.name in kept]
    del model.graph.output[:]
    model.graph.output.extend(outputs)
    onnx.checker.check_model(model, full_check=True)
    return model


def fold_constants(model):
    """Replaces, in place, every node whose inputs are all constants by an initializer."""
    graph = model.graph
    constants = {tensor.name: tensor for tensor in graph.initializer}
    remaining = []
    for node in graph.node:
        if all(name in constants or name == "" for name in node.input):
            for name, value in zip(node.output, evaluate(model, node, constants)):
                constants[name] = numpy_helper.from_array(value, name)
        else:
            remaining.append(node)
    used = {name for node in remaining for name in node.input}
    del graph.node[:]
    graph.node.extend(remaining)
    del graph.initializer[:]
    graph.initializer.extend(tensor for name, tensor in constants.items() if name in used)


def evaluate(model, node, constants):
    """Values of the outputs of one node of constants."""
    initializers = [constants[name] for name in node.input if name]
    outputs = [onnx.ValueInfoProto(name=name) for name in node.output]
    graph = onnx.helper.make_graph([node], "constants", [], outputs, initializers)
    single = onnx.helper.make_model(graph, opset_imports=model.opset_import, ir_version=model.ir_version)
    return session(single).run(None, {})


def session(model):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    return onnxruntime.InferenceSession(model.SerializeToString(), options)


def run_named(model, feeds, names):
    """Runs a model and returns the tensors called `names`, inner ones included."""
    exposed = onnx.ModelProto()
    exposed.CopyFrom(model)
    del exposed.graph.output[:]
    exposed.graph.output.extend(onnx.ValueInfoProto(name=name) for name in names)
    return session(exposed).run(list(names), feeds)


def relative_difference(actual, expected):
    actual, expected = numpy.asarray(actual, "float64"), numpy.asarray(expected, "float64")
    return numpy.abs(actual - expected).max() / max(1.0, numpy.abs(expected).max())
