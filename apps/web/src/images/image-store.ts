import type { Client } from "@gipfel/client";

/** Decoded images kept at once; at 224 × 224 pixels these are 60 MB. */
const capacity = 300;

/** The images of one analysis, each fetched and decoded once as long as it is among the latest. */
export class ImageStore {
  private readonly bitmaps = new Map<number, Promise<ImageBitmap>>();

  constructor(
    private readonly service: Pick<Client, "showImage">,
    private readonly analysis: string,
  ) {}

  /** The image as the network saw it: one pixel per pixel of its input. */
  bitmap(image: number): Promise<ImageBitmap> {
    const bitmap = this.bitmaps.get(image) ?? this.read(image);
    // A map keeps the order of insertion: the first key is the one not asked for the longest.
    this.bitmaps.delete(image);
    this.bitmaps.set(image, bitmap);
    if (this.bitmaps.size > capacity) this.bitmaps.delete(this.bitmaps.keys().next().value ?? image);
    return bitmap;
  }

  private read(image: number): Promise<ImageBitmap> {
    const bitmap = this.service
      .showImage({ params: { analysis: this.analysis, image: String(image) } })
      .then((bytes) => createImageBitmap(new Blob([new Uint8Array(bytes)])));
    // A failure is not kept: the next one who asks tries again.
    bitmap.catch(() => this.bitmaps.delete(image));
    return bitmap;
  }
}
