import type { GraphLayer } from "@gipfel/contracts";

/** A tensor's name without what exporters put around it: `/features/0/Relu_output_0` → `features/0/Relu`. */
export function plainLayerName(name: string): string {
  return (
    name
      .replace(/^\/+/, "")
      .replace(/_output_0$/, "")
      .replace(/:0$/, "") || name
  );
}

/**
 * Names for headings, by layer id: without a parent that the next part repeats (`layer1/layer1.0/Relu` →
 * `layer1.0/Relu`) and without a last part that all hidden layers have (`fire2/squeeze1x1/relu` → `fire2/squeeze1x1`).
 */
export function shortLayerNames(layers: readonly Pick<GraphLayer, "id" | "name" | "role">[]): Map<string, string> {
  const parts = layers.map((layer) => withoutRepeats(plainLayerName(layer.name).split("/")));
  const full = new Map(layers.map((layer, i) => [layer.id, parts[i].join("/")]));
  const hidden = [...layers.keys()].filter((i) => layers[i].role === "hidden");
  const sameEnd = new Set(hidden.map((i) => parts[i].at(-1))).size === 1;
  if (hidden.length < 2 || !sameEnd || hidden.some((i) => parts[i].length < 2)) return full;
  return new Map([...full, ...hidden.map((i) => [layers[i].id, parts[i].slice(0, -1).join("/")] as const)]);
}

function withoutRepeats(parts: readonly string[]): string[] {
  return parts.filter((part, i) => i === parts.length - 1 || !parts[i + 1].startsWith(`${part}.`));
}
