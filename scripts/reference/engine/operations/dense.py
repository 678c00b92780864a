"""Gemm and MatMul."""
import torch

from ..operation_case import BATCH, operation


def gemm(name, bias=(3,), transposed=False, **attributes):
    @operation(name, "Gemm")
    def case(g):
        x = g.input(BATCH, 5)
        w = g.constant("w", *((3, 5) if transposed else (5, 3)))
        b = g.constant("b", *bias) if bias else torch.zeros(1)
        g.node("Gemm", ["x", "w", "b"] if bias else ["x", "w"], **attributes)
        return x @ (w.T if transposed else w) + b


gemm("gemm")
gemm("gemm-no-bias", bias=None)
gemm("gemm-scalar-bias", bias=(1,))
gemm("gemm-row-bias", bias=(1, 3))
gemm("gemm-trans-b", transposed=True, transB=1)


@operation("gemm-alpha-beta", "Gemm")
def gemm_alpha_beta(g):
    x, w, b = g.input(BATCH, 5), g.constant("w", 3, 5), g.constant("b", 3)
    g.node("Gemm", ["x", "w", "b"], transB=1, alpha=0.5, beta=2.0)
    return 0.5 * (x @ w.T) + 2 * b


@operation("gemm-trans-a", "Gemm")
def gemm_trans_a(g):
    x, w, b = g.input(BATCH, 5), g.constant("w", 5, 3), g.constant("b", 3)
    g.node("Transpose", ["x"], ["turned"], perm=[1, 0])
    g.node("Gemm", ["turned", "w", "b"], transA=1)
    return x @ w + b


@operation("mat-mul", "MatMul")
def mat_mul(g):
    x, w = g.input(BATCH, 5), g.constant("w", 5, 3)
    g.node("MatMul", ["x", "w"])
    return x @ w


@operation("mat-mul-add", "MatMul")
def mat_mul_add(g):
    x, w, b = g.input(BATCH, 5), g.constant("w", 5, 3), g.constant("b", 3)
    g.node("MatMul", ["x", "w"], ["product"])
    g.node("Add", ["product", "b"])
    return x @ w + b


@operation("mat-mul-channels-last", "MatMul")
def mat_mul_channels_last(g):
    x, w = g.input(BATCH, 3, 2, 5), g.constant("w", 5, 4)
    g.node("MatMul", ["x", "w"])
    return x @ w


@operation("mat-mul-constant-left", "MatMul")
def mat_mul_constant_left(g):
    x, w = g.input(BATCH, 5, 6), g.constant("w", 3, 5)
    g.node("MatMul", ["w", "x"])
    return w @ x
