"""The networks of the method references, by what they cover."""
from . import activations, branches, convolutions, dense, normalisation, pooling  # noqa: F401
