"""JSON with float32 numbers in their shortest form, one top-level key a line."""
import json

import numpy


def numbers(values):
    """A tensor or array as nested lists of float32-rounded numbers."""
    array = numpy.asarray(values, "float32")
    if not numpy.isfinite(array).all():
        raise ValueError("a reference value is not finite")
    flat = [float(str(value)) for value in array.ravel()]
    return nest(flat, array.shape)


def nest(flat, shape):
    if len(shape) == 0:
        return flat[0]
    if len(shape) == 1:
        return flat
    step = len(flat) // shape[0]
    return [nest(flat[i * step : (i + 1) * step], shape[1:]) for i in range(shape[0])]


def flat_tensor(values):
    """A tensor or array as {shape, data}, the data flat in row-major order."""
    array = numpy.asarray(values)
    return {"shape": list(array.shape), "data": numbers(array.ravel())}


def write_json(file, document):
    lines = (f"{json.dumps(key)}: {json.dumps(value, separators=(',', ':'))}" for key, value in document.items())
    file.write_text("{\n" + ",\n".join(lines) + "\n}\n")
