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
      const data = url === null ? null : await dataUrl(url).catch(() => null);
      if (data !== null) embedded.set(node, data);
    }
  };
  await Promise.all(Array.from({ length: together }, embed));
  return embedded;
}

/** Through an image element: pages may be forbidden to fetch what they made themselves. */
async function dataUrl(url: string): Promise<string> {
  const image = new Image();
  image.src = url;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return canvas.toDataURL("image/png");
}
