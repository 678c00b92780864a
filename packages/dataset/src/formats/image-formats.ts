/** File extensions that a class folder's images may have, in lower case. */
const extensions = new Set(["jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "tif", "tiff", "avif"]);

/** Formats, as the decoder names them from a file's content, that are decoded. Others, SVG among them, are refused. */
export const decodedFormats: ReadonlySet<string> = new Set(["jpeg", "png", "webp", "gif", "tiff", "heif"]);

/** For messages. */
export const readableFormats = "JPEG, PNG, WebP, GIF, TIFF and AVIF";

export function hasImageExtension(name: string): boolean {
  const dot = name.lastIndexOf(".");
  return dot > 0 && extensions.has(name.slice(dot + 1).toLowerCase());
}
