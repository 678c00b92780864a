/** Images of a graph as text, so that a document can carry them. */
import type { Client } from "@gipfel/client";
import type { GraphDocument } from "@gipfel/contracts";
import { count } from "../wording.js";

const asked = 8;

/** Data addresses of all images that a graph shows patches of, by index; those that are not kept are left out. */
export async function imageData(
  service: Pick<Client, "showImage">,
  analysis: string,
  { nodes }: Pick<GraphDocument, "nodes">,
): Promise<Record<string, string>> {
  const waiting = [...new Set(nodes.flatMap(({ examples }) => examples.map(({ image }) => image)))];
  const entries: [string, string][] = [];
  const next = async () => {
    for (let image = waiting.pop(); image !== undefined; image = waiting.pop()) {
      const params = { analysis, image: String(image) };
      const bytes = await service.showImage({ params }).catch(() => null);
      if (bytes) entries.push([String(image), `data:image/webp;base64,${base64Of(bytes)}`]);
    }
  };
  await Promise.all(Array.from({ length: asked }, next));
  return Object.fromEntries(entries);
}

/** Bytes of an image that a document carries. @throws Error where it carries none */
export function imageIn({ images = {} }: Pick<GraphDocument, "images">, image: string): Uint8Array<ArrayBuffer> {
  const [, data] = /^data:image\/[a-z+]+;base64,([A-Za-z0-9+/=]+)$/.exec(images[image] ?? "") ?? [];
  if (data === undefined) throw new Error(`This file comes without image ${count(Number(image))}`);
  return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
}

function base64Of(bytes: Uint8Array): string {
  let text = "";
  // Arguments of one call are limited.
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}
