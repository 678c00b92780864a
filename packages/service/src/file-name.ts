/** A name that users gave, as that of a file: what it may hold anywhere, never hidden, never empty. */
export function fileName(name: string): string {
  const safe = name
    .normalize("NFKC")
    .replace(/[^\p{L}\p{N} ._()+-]+/gu, "_")
    .replace(/^\.+/, "_")
    .trim();
  return safe.slice(0, 100) || "unnamed";
}
