import type { Value } from "../../builder.js";
import type { BinaryName, ScalarFunction } from "../../operation.js";
import { unsupported } from "../attributes.js";
import type { ImportContext, OperatorImporter, OperatorTable } from "../import-context.js";

/**
 * The operands of a binary operation. Before opset 7 a `broadcast`/`axis` pair aligned shapes; from 7 on NumPy's rules
 * do, which the network shares.
 */
function binary(name: BinaryName): OperatorImporter {
  return (context) => context.emit({ type: "binary", name }, [context.value(0), context.value(1)]);
}

function variadic(name: BinaryName): OperatorImporter {
  return (context) => {
    const values = context.node.input!.map((_, index) => context.value(index));
    const last = values.pop()!;
    if (values.length === 0) return last;
    const sum = values.reduce((a, b) => context.builder.binary(name, a, b));
    return context.emit({ type: "binary", name }, [sum, last]);
  };
}

function scalar(f: ScalarFunction): OperatorImporter {
  return (context) => context.emit({ type: "scalar", function: f }, [context.value(0)]);
}

function power(context: ImportContext): Value {
  const exponent = context.constant(1);
  if (exponent?.data.length !== 1) throw unsupported(context.node, "its exponent must be one constant number");
  const x = context.value(0);
  if (exponent.data[0] === 2) return context.emit({ type: "binary", name: "multiply" }, [x, x]);
  if (exponent.data[0] === 0.5) return context.emit({ type: "scalar", function: { name: "sqrt" } }, [x]);
  return context.emit({ type: "binary", name: "power" }, [x, context.builder.scalar(exponent.data[0]!)]);
}

export const arithmeticOperators: OperatorTable = {
  Add: binary("add"),
  Sub: binary("subtract"),
  Mul: binary("multiply"),
  Div: binary("divide"),
  Sum: variadic("add"),
  Min: variadic("minimum"),
  Max: variadic("maximum"),
  Pow: power,
  Neg: scalar({ name: "negate" }),
  Abs: scalar({ name: "abs" }),
  Exp: scalar({ name: "exp" }),
  Log: scalar({ name: "log" }),
  Sqrt: scalar({ name: "sqrt" }),
  Erf: scalar({ name: "erf" }),
  Reciprocal: scalar({ name: "reciprocal" }),
};
