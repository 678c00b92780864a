/** Nodes whose pictures are read at once. */
const together = 16;

/**
 * Pictures as data URLs, so that a document that holds them needs nothing else. PNG, which every program reads that reads
 * SVG. A node whose picture cannot be read stays without.
 *
 * @param urlOf address of a node's picture; null where it has none
 */
export async function embedPictures(
  nodes: Iterable<string>,
  urlOf: (node: string) => Promise<string | null>,
): Promise<ReadonlyMap<string, string>> {
  const embedded = new Map<string, string>();
  const waiting = [...nodes];
  const embed = async () => {
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const url = await urlOf(node).catch(() => null);
      if (url !== null) embedded.set(node, await dataUrl(url));
    }
  };
  await Promise.all(Array.from({ length: together }, embed));
  return embedded;
}

async function dataUrl(url: string): Promise<string> {
  const bitmap = await createImageBitmap(await (await fetch(url)).blob());
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  const blob = await canvas.convertToBlob({ type: "image/png" });
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
