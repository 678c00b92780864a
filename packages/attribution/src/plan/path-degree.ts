/**
 * How a tensor moves while all sources of a segment go straight from baseline to activation: it stays, it moves on a
 * straight line, it is frozen-linear in elementwise functions of tensors that do (the closed form), or it needs
 * quadrature. The decision is made by structure alone: completeness does not notice wrong routing.
 */
import { type Network, type NetworkNode, nodeNamed } from "@gipfel/network";
import { type BaselineKind, baselineKinds } from "./baseline-kind.js";
import { activationInputs, elementwiseBody, elementwiseRoots, isAffineElementwise } from "./elementwise.js";
import { isMonotone } from "./monotone.js";

export type PathDegree = "affine" | "curve" | "beyond";

/** How a node's output follows from what it is frozen-linear in. */
export interface NodePath {
  readonly degree: PathDegree;
  /** `linear`: by its operation. `function`: as one elementwise function of `dependencies[0]`. */
  readonly step: "linear" | "function";
  /** The tensors it is (frozen-)linear in. */
  readonly dependencies: readonly string[];
  /** For max pools: the tensor whose maxima route. */
  readonly route?: string;
  /** Why quadrature is needed, at the first node where it is. */
  readonly reason?: string;
}

export interface SegmentPath {
  readonly nodes: ReadonlyMap<string, NodePath>;
  readonly baselines: ReadonlyMap<string, BaselineKind>;
}

const linearTypes = new Set([
  "convolution",
  "concat",
  "slice",
  "pad",
  "resample",
  "reshape",
  "transpose",
  "averagePool",
]);

export function traceSegment(network: Network, nodes: readonly NetworkNode[], sourceKind: BaselineKind): SegmentPath {
  const baselines = baselineKinds(network, nodes, sourceKind);
  const roots = elementwiseRoots(network, nodes);
  const paths = new Map<string, NodePath>();
  const kindOf = (name: string) => baselines.get(name) ?? sourceKind;
  const degreeOf = (name: string): PathDegree => paths.get(name)?.degree ?? "affine";
  for (const node of nodes) {
    const inputs = activationInputs(network, node);
    const inherited = inputs.map((name) => paths.get(name)).find((path) => path?.degree === "beyond");
    const beyond = (reason: string): NodePath => ({
      degree: "beyond",
      step: "linear",
      dependencies: inputs,
      reason: inherited?.reason ?? reason,
    });
    const trace = (): NodePath => {
      if (node.operation.type === "maxPool")
        return tracePool(network, node, { roots, paths, kindOf, degreeOf, beyond });
      if (isLinear(network, node)) {
        const degree = inputs.some((name) => degreeOf(name) === "beyond")
          ? "beyond"
          : inputs.some((name) => degreeOf(name) === "curve")
            ? "curve"
            : "affine";
        return degree === "beyond" ? beyond("") : { degree, step: "linear", dependencies: inputs };
      }
      const root = roots.get(node.name)!;
      if (root !== node.name && degreeOf(root) === "affine")
        return { degree: "curve", step: "function", dependencies: [root] };
      return beyond(describeObstacle(node, root !== node.name));
    };
    paths.set(node.name, trace());
  }
  return { nodes: paths, baselines };
}

function isLinear(network: Network, node: NetworkNode): boolean {
  const { operation } = node;
  if (linearTypes.has(operation.type)) return true;
  if (operation.type === "matMul") return activationInputs(network, node).length === 1;
  if (operation.type === "reduce") return operation.name !== "max";
  return isAffineElementwise(network, node);
}

interface PoolContext {
  readonly roots: ReadonlyMap<string, string>;
  readonly paths: ReadonlyMap<string, NodePath>;
  kindOf(name: string): BaselineKind;
  degreeOf(name: string): PathDegree;
  beyond(reason: string): NodePath;
}

/** Exact over a line with one baseline value in every window, and over a rising function of such a line. */
function tracePool(network: Network, node: NetworkNode, context: PoolContext): NodePath {
  const { kindOf, degreeOf, beyond, roots } = context;
  const input = node.inputs[0]!;
  const differs = "max pooling over a baseline that differs inside a window";
  switch (degreeOf(input)) {
    case "affine":
      return kindOf(input) === "varying"
        ? beyond(differs)
        : { degree: "affine", step: "linear", dependencies: [input], route: input };
    case "curve": {
      const routed = context.paths.get(input)?.route;
      const root = roots.get(input) ?? input;
      if (root === input)
        return beyond(
          routed ? "two max pools with a nonlinearity between" : "max pooling over a sum of nonlinear functions",
        );
      if (kindOf(root) === "varying") return beyond(differs);
      const body = elementwiseBody(network, root, nodeNamed(network, input));
      if (!isMonotone(network, body)) return beyond("max pooling after a nonlinearity that does not rise everywhere");
      return { degree: "curve", step: "linear", dependencies: [input], route: root };
    }
    default:
      return beyond(differs);
  }
}

function describeObstacle({ operation }: NetworkNode, elementwise: boolean): string {
  switch (operation.type) {
    case "binary":
      return elementwise
        ? "more than one nonlinearity in a row"
        : operation.name === "divide"
          ? "a quotient of two tensors that both move (normalization)"
          : `a ${operation.name} of two tensors that both move (gate)`;
    case "scalar":
    case "prelu":
      return "more than one nonlinearity in a row";
    case "matMul":
      return "a product of two matrices that both move (attention, bilinear pooling)";
    case "comparison":
    case "where":
      return "a selection by what moves";
    case "softmax":
      return "softmax inside the segment";
    case "localResponseNormalisation":
      return "local response normalisation inside the segment";
    default:
      return `${operation.type} inside the segment`;
  }
}
