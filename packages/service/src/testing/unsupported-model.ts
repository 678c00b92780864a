/** Models with operations that nothing reads, which only tests need. */

interface OnnxModule {
  encodeModel(model: object): Uint8Array;
}

interface PartsModule {
  node(operation: string, inputs: readonly string[], outputs: readonly string[]): object;
  modelOf(parts: { readonly nodes: readonly object[] }): object;
}

const place = (path: string) => new URL(`../../../network/src/${path}`, import.meta.url).href;
const { encodeModel } = (await import(place("onnx/format.ts"))) as OnnxModule;
const { node, modelOf } = (await import(place("testing/onnx-model.ts"))) as PartsModule;

/** An ONNX file of these operations in a row, each of one input. */
export function unsupportedModel(...operations: string[]): Uint8Array {
  const nodes = operations.map((name, n) => node(name, [n === 0 ? "x" : `t${n}`], [`t${n + 1}`]));
  return encodeModel(modelOf({ nodes: [...nodes, node("GlobalAveragePool", [`t${operations.length}`], ["y"])] }));
}
