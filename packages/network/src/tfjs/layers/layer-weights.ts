import type { Tensor } from "../../tensor.js";
import type { Weight } from "../weights.js";

/** Parts of a path that Keras 3 adds around the names of layers. */
const structural = new Set(["vars", "layers", "layer_checkpoint_dependencies", "_layer_checkpoint_dependencies"]);

interface Entry {
  readonly path: readonly string[];
  readonly weight: Weight;
}

/**
 * The weights of a file by layer. Files name them `layer/kernel`, with the models around the layer before it, with a
 * cell or `:0` after it, or by their position in the layer (`layer/vars/0`).
 */
export class LayerWeights {
  readonly #byLayer = new Map<string, Entry[]>();

  constructor(weights: ReadonlyMap<string, Weight>) {
    for (const [name, weight] of weights) {
      const path = name
        .replace(/:\d+$/, "")
        .split("/")
        .filter((part) => !structural.has(part));
      for (const part of new Set(path.slice(0, -1))) {
        const list = this.#byLayer.get(part);
        if (list) list.push({ path, weight });
        else this.#byLayer.set(part, [{ path, weight }]);
      }
    }
  }

  /**
   * @param scope names of the models around the layer, outermost first.
   * @param names what the weight may be called.
   * @param position its place among the weights of the layer.
   * @throws RangeError where there is none, or more than one.
   */
  find(scope: readonly string[], layer: string, names: readonly string[], position: number): Tensor {
    const wanted = new Set([...names, String(position)]);
    const found = (this.#byLayer.get(layer) ?? []).filter(({ path }) => wanted.has(path.at(-1)!));
    const best = Math.max(...found.map(({ path }) => agreement(path, scope, layer)));
    const [first, ...others] = found.filter(({ path }) => agreement(path, scope, layer) === best);
    if (!first) throw new RangeError(`the weights of the file hold no ${layer}/${names[0]}`);
    if (others.length > 0) throw new RangeError(`the weights of the file hold more than one ${layer}/${names[0]}`);
    const { shape, data } = first.weight;
    return { shape, data: data instanceof Float32Array ? data : Float32Array.from(data) };
  }
}

/** How well a path fits: the models that it names, then how directly the layer stands before the weight. */
function agreement(path: readonly string[], scope: readonly string[], layer: string): number {
  const models = scope.filter((model) => path.includes(model)).length;
  const strangers = path.slice(0, -1).filter((part) => part !== layer && !scope.includes(part)).length;
  return models - strangers / (path.length + 1);
}
