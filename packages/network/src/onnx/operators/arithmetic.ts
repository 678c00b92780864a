import type { Value } from "../../builder.js";
import type { BinaryName, ScalarFunction } from "../../operation.js";
import { unsupported } from "../attributes.js";
import { broadcastOperands, frameOf } from "../frame.js";
import type { ImportContext, OperatorImporter, OperatorTable } from "../import-context.js";

/**
 * The operands of a binary operation. Before opset 7 a `broadcast`/`axis` pair aligned shapes; from 7 on NumPy's rules
 * do, which the network shares.
 */
function binary(name: BinaryName): OperatorImporter {
  return (context) => {
    const { frame, values } = broadcastOperands(context, [0, 1]);
    return frame.emit({ type: "binary", name }, values);
  };
}

/** A sum, maximum or minimum of any number of tensors; a mean is their sum over their number. */
function variadic(name: BinaryName, isMean = false): OperatorImporter {
  return (context) => {
    const inputs = context.node.input!.map((_, index) => index);
    if (inputs.length === 1) return context.passOn();
    const { frame, values } = broadcastOperands(context, inputs);
    const last = values.pop()!;
    const joined = values.reduce((a, b) => context.builder.binary(name, a, b));
    if (!isMean) return frame.emit({ type: "binary", name }, [joined, last]);
    const total = context.builder.binary(name, joined, last);
    return frame.emit({ type: "binary", name: "divide" }, [total, context.builder.scalar(inputs.length)]);
  };
}

function scalar(f: ScalarFunction): OperatorImporter {
  return (context) => {
    const { value, emit } = frameOf(context, [0]);
    return emit({ type: "scalar", function: f }, [value(0)]);
  };
}

function power(context: ImportContext): Value {
  const exponent = context.constant(1);
  if (exponent?.data.length !== 1) throw unsupported(context.node, "its exponent must be one constant number");
  const { value, emit } = frameOf(context, [0]);
  const x = value(0);
  if (exponent.data[0] === 1) return context.passOn();
  if (exponent.data[0] === 2) return emit({ type: "binary", name: "multiply" }, [x, x]);
  if (exponent.data[0] === 0.5) return emit({ type: "scalar", function: { name: "sqrt" } }, [x]);
  if (exponent.data[0] === -1) return emit({ type: "scalar", function: { name: "reciprocal" } }, [x]);
  return emit({ type: "binary", name: "power" }, [x, context.builder.scalar(exponent.data[0]!)]);
}

export const arithmeticOperators: OperatorTable = {
  Add: binary("add"),
  Sub: binary("subtract"),
  Mul: binary("multiply"),
  Div: binary("divide"),
  Sum: variadic("add"),
  Min: variadic("minimum"),
  Max: variadic("maximum"),
  Mean: variadic("add", true),
  Pow: power,
  Neg: scalar({ name: "negate" }),
  Abs: scalar({ name: "abs" }),
  Exp: scalar({ name: "exp" }),
  Log: scalar({ name: "log" }),
  Sqrt: scalar({ name: "sqrt" }),
  Erf: scalar({ name: "erf" }),
  Reciprocal: scalar({ name: "reciprocal" }),
};
