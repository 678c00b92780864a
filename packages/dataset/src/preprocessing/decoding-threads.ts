import sharp from "sharp";

/**
 * Sets how many threads the decoder uses within one image, for the whole process; 1 where images are read ahead, since
 * parallelism then comes from several images at once. Turns off the decoder's cache, which never hits: no image is
 * decoded twice in a row.
 */
export function useDecodingThreads(threadsPerImage: number): void {
  sharp.concurrency(threadsPerImage);
  sharp.cache(false);
}
