import type { SvgPicture } from "./picture-svg.js";

const density = 2;
/** Browsers draw no larger canvases. */
const most = { side: 16_384, area: 2 ** 27 };

/** An SVG document as PNG, at two pixels a pixel, or as many as a browser can draw. @throws Error meant for the reader */
export async function rasterise({ text, width, height }: SvgPicture): Promise<Blob> {
  const scale = Math.min(density, most.side / Math.max(width, height), Math.sqrt(most.area / (width * height)));
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = Math.floor(width * scale);
    canvas.height = Math.floor(height * scale);
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
    if (!blob) throw new Error("This browser cannot draw so large a picture; take the SVG, or show less.");
    return blob;
  } finally {
    URL.revokeObjectURL(url);
  }
}
