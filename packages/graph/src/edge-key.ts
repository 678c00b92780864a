/** The name of an edge in sets and maps: `source>target`. */
export function edgeKey(edge: { readonly source: string; readonly target: string }): string {
  return `${edge.source}>${edge.target}`;
}
