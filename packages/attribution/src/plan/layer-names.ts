import { type Network, nodeNamed } from "@gipfel/network";

/** Names that the importer or a builder made up begin so. */
export const madeUp = "%";

/** The name in the user's file: for a tensor that the importer made, that of the tensor it was made from. */
export function originalName(network: Network, tensor: string): string {
  let name = tensor;
  while (name.startsWith(madeUp)) {
    const input = nodeNamed(network, name).inputs.find((candidate) => network.nodes.has(candidate));
    if (input === undefined) return tensor;
    name = input;
  }
  return name;
}

/** Names as identifiers in `[A-Za-z0-9._-]` without `--`, made unique by a number. */
export function layerIds(names: readonly string[]): string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe =
      name
        .replace(/[^A-Za-z0-9._-]+/g, "_")
        .replace(/-{2,}/g, "-")
        .replace(/^[-_.]+|[-_]+$/g, "") || "layer";
    let id = safe;
    for (let n = 2; taken.has(id.toLowerCase()); n += 1) id = `${safe}.${n}`;
    taken.add(id.toLowerCase());
    return id;
  });
}
