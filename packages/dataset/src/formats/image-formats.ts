/** File extensions that a class folder's images may have, in lower case. */
const extensions = new Set(["jpg", "jpeg", "jpe", "jfif", "png", "webp", "gif", "tif", "tiff", "avif"]);

/** Formats, as the decoder names them from a file's content, that are decoded. Others, SVG among them, are refused. */
export const decodedFormats: ReadonlySet<string> = new Set(["jpeg", "png", "webp", "gif", "tiff", "heif"]);

/** For messages. */
export const readableFormats = "JPEG, PNG, WebP, GIF, TIFF and AVIF";

export function hasImageExtension(name: string): boolean {
  return extensions.has(extensionOf(name));
}

/** The part after the last dot in lower case, `nii.gz` as one; empty for a name without any. */
export function extensionOf(name: string): string {
  const dot = name.lastIndexOf(".");
  if (dot <= 0) return "";
  return /\.nii\.gz$/i.test(name) ? "nii.gz" : name.slice(dot + 1).toLowerCase();
}
