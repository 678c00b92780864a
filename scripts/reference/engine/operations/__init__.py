"""Importing this package registers every conformance case."""
from . import arithmetic, convolution, dense, files, layout, nonlinearities, normalisation, pooling  # noqa: F401
