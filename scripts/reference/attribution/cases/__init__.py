"""Importing this package registers every case, in the order of the design document."""
from . import affine, pooling, layout, nonlinearities, quadrature  # noqa: F401
