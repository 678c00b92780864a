// @ts-check
/**
 * Kernels in place of those of the WebAssembly backend that are slow: its `Slice` copies the whole tensor first, its
 * `StridedSlice` takes 90 ns an element.
 */
import { copyStrided } from "./copy-strided.js";

/** @typedef {typeof import("@tensorflow/tfjs-core")} Library */

/** @param {Library} library */
export function registerWasmKernels(library) {
  /** @type {Record<string, (attrs: any) => { begin: readonly number[], size: readonly number[], strides?: readonly number[] }>} */
  const kernels = {
    Slice: ({ begin, size }) => ({ begin, size }),
    StridedSlice: ({ begin, end, strides }) => ({
      begin,
      size: begin.map((/** @type {number} */ start, /** @type {number} */ axis) =>
        Math.ceil((end[axis] - start) / strides[axis]),
      ),
      strides,
    }),
  };
  for (const [kernelName, read] of Object.entries(kernels)) {
    library.unregisterKernel(kernelName, "wasm");
    library.registerKernel({
      kernelName,
      backendName: "wasm",
      kernelFunc: ({ inputs, attrs, backend: untyped }) => {
        const backend = /** @type {any} */ (untyped);
        const { x } = /** @type {any} */ (inputs);
        const { begin, size, strides = size.map(() => 1) } = read(attrs);
        const made = backend.makeOutput(size, x.dtype);
        copyStrided(backend.typedArrayFromHeap(x), x.shape, begin, strides, backend.typedArrayFromHeap(made), size);
        return made;
      },
    });
  }
}

/**
 * WebAssembly has 4 GiB, and the backend would write to address 0 where no more is to be had.
 *
 * @param {any} backend
 */
export function guardMemory({ wasm }) {
  // The first call puts the real function in its own place.
  wasm._free(wasm._malloc(1));
  const allocate = wasm._malloc;
  wasm._malloc = (/** @type {number} */ bytes) => {
    const address = allocate(bytes);
    if (address === 0 && bytes > 0) {
      throw new Error(
        `no ${bytes} bytes left of the 4 GiB that WebAssembly has; fewer images per run (--batch) take less`,
      );
    }
    return address;
  };
}
