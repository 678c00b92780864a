/** Whether what concepts say of a layer is enough for the network to run on, on images that they were not fitted to. */
import type { BasisKind, ConceptBasis, FitData } from "@gipfel/concepts";
import type { Engine } from "@gipfel/engine";
import { createEngine } from "../../engines.js";
import { stopIfInterrupted } from "../../interruption.js";
import type { RunContext } from "../../ports.js";
import type { PreparedAnalysis } from "../../prepare.js";
import { defaultKind } from "./default-kind.js";
import { drawVectors } from "./draw-vectors.js";
import { evaluateLayer } from "./evaluate-layer.js";
import type { AllLayersResult, ConceptEvaluation, ConceptEvaluationOptions, LayerEvaluation } from "./evaluation.js";
import { joined, LayerTail } from "./layer-tail.js";
import { logitsOfConcepts } from "./replace-all.js";
import { hits, logitCorrelation, meanOf } from "./scores.js";
import { batchesOf, type EvaluationImage, type EvaluationImages, loadImages, stacked } from "./test-images.js";

export async function evaluateConcepts(
  prepared: PreparedAnalysis,
  options: ConceptEvaluationOptions,
  context: RunContext = {},
): Promise<ConceptEvaluation> {
  const images = await loadImages(prepared, context);
  const engine = createEngine(prepared.options, prepared.options.threads);
  try {
    return await new Evaluation(prepared, options, context, images, engine).run();
  } finally {
    await engine.dispose();
  }
}

class Evaluation {
  readonly #layers;
  readonly #test;

  constructor(
    private readonly prepared: PreparedAnalysis,
    private readonly options: ConceptEvaluationOptions,
    private readonly context: RunContext,
    private readonly images: EvaluationImages,
    private readonly engine: Engine,
  ) {
    this.#layers = prepared.plan.layers.filter(({ role }) => role === "hidden");
    this.#test = interleaved(images.test);
  }

  async run(): Promise<ConceptEvaluation> {
    const { fit } = this.images;
    const test = this.#test;
    const classes = test.map(({ classIndex }) => classIndex);
    const [fitLogits, logits] = [await this.#forward(fit), await this.#forward(test)];
    const accuracy = meanOf(hits(logits, classes));
    const [first, again] = [await this.#draw(fit, fitLogits, 0), await this.#draw(test, logits, fit.length)];
    const layers: LayerEvaluation[] = [];
    const chosen = new Map<BasisKind, Map<string, ConceptBasis>>();
    for (const [l, layer] of this.#layers.entries()) {
      const { id, neurons } = layer;
      this.#progress(l, this.#layers.length, "layers");
      const { network } = this.prepared.model;
      const { batch, seed } = this.prepared.options;
      const tail = await LayerTail.open(
        this.engine,
        network,
        layer,
        test,
        this.images.shape,
        batch,
        this.context.signal,
      );
      if (tail.images < test.length) {
        this.context.onNotice?.(`${id} is tested on ${tail.images} of ${test.length} images, as memory allows`);
      }
      try {
        const own = classes.slice(0, tail.images);
        const ownLogits = logits.subarray(0, (logits.length / test.length) * tail.images);
        const data = { layer, fit: first.get(id)!, again: again.get(id)! };
        const tested = { tail, logits: ownLogits, classes: own, accuracy: meanOf(hits(ownLogits, own)) };
        const { results, chosen: taken } = await evaluateLayer(data, tested, this.options, seed);
        layers.push({ layer: id, neurons, images: tail.images, results });
        for (const [kind, basis] of taken) {
          const known = chosen.get(kind) ?? new Map<string, ConceptBasis>();
          chosen.set(kind, known.set(id, basis));
        }
      } finally {
        await tail.close();
      }
    }
    this.#progress(this.#layers.length, this.#layers.length, "layers");
    const all = await this.#replaceAll(chosen, logits, classes);
    return { accuracy, defaultKind: defaultKind(this.options.kinds, accuracy, layers, all), layers, all };
  }

  async #replaceAll(
    chosen: ReadonlyMap<BasisKind, ReadonlyMap<string, ConceptBasis>>,
    logits: Float32Array,
    classes: readonly number[],
  ): Promise<Partial<Record<BasisKind, AllLayersResult>>> {
    const all: Partial<Record<BasisKind, AllLayersResult>> = {};
    const { model, options } = this.prepared;
    for (const [kind, bases] of chosen) {
      const found = await logitsOfConcepts(
        this.engine,
        model.network,
        this.#layers,
        bases,
        this.#test,
        this.images.shape,
        options.batch,
        this.context.signal,
      );
      all[kind] = {
        kept: meanOf(hits(found, classes)),
        logitCorrelation: logitCorrelation(found, logits, classes.length),
      };
    }
    return all;
  }

  async #forward(images: readonly EvaluationImage[]): Promise<Float32Array> {
    const { model, options } = this.prepared;
    const compiled = await this.engine.compile(model.network);
    const rows: Float32Array[] = [];
    try {
      for (const { images: some } of batchesOf(images, options.batch)) {
        stopIfInterrupted(this.context.signal);
        const results = await compiled.run({ [model.network.inputs[0]!]: stacked(some, this.images.shape) });
        rows.push(results[model.network.outputs[0]!]!.data);
      }
    } finally {
      await compiled.dispose();
    }
    return joined(rows);
  }

  #draw(images: readonly EvaluationImage[], logits: Float32Array, before: number): Promise<Map<string, FitData>> {
    const { model, options } = this.prepared;
    const source = { network: model.network, layers: this.#layers, seed: options.seed, batch: options.batch };
    const total = this.images.fit.length + this.images.test.length;
    return drawVectors(this.engine, source, images, logits, this.images.shape, this.context, (done) =>
      this.context.onProgress?.({ phase: "collect", done: before + done, total, unit: "images" }),
    );
  }

  #progress(done: number, total: number, unit: "layers"): void {
    this.context.onProgress?.({ phase: "evaluate", done, total, unit });
  }
}

/** One image of each class in turn, so that the first ones are of all classes. */
function interleaved(images: readonly EvaluationImage[]): EvaluationImage[] {
  const seen = new Map<number, number>();
  const ranked = images.map((image) => {
    const rank = seen.get(image.classIndex) ?? 0;
    seen.set(image.classIndex, rank + 1);
    return { image, rank };
  });
  return ranked.sort((a, b) => a.rank - b.rank).map(({ image }) => image);
}
