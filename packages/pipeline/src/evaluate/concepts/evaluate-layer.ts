import type { Layer } from "@gipfel/attribution";
import {
  agreement,
  type BasisKind,
  type ConceptBasis,
  chooseCount,
  type FitData,
  fitBasis,
  vectorComponents,
} from "@gipfel/concepts";
import type { BasisResult, ConceptEvaluationOptions } from "./evaluation.js";
import type { LayerTail } from "./layer-tail.js";
import { byComponents, byConcepts, type Replacement, randomBasis } from "./replacement.js";
import { hits, logitCorrelation, meanOf, standardErrors } from "./scores.js";

/** Random clusterings that each number of concepts is compared with. */
const RANDOM_DRAWS = 3;
const COMPONENTS = 0.95;

export interface LayerData {
  readonly layer: Layer;
  /** Concepts are fitted to these vectors, */
  readonly fit: FitData;
  /** and to these again, to see whether they are found again. */
  readonly again: FitData;
}

export interface TestedOn {
  readonly tail: LayerTail;
  /** Of the network as it is, `[images * K]`. */
  readonly logits: Float32Array;
  readonly classes: readonly number[];
  /** Accuracy of the network as it is. */
  readonly accuracy: number;
}

export interface TestedLayer {
  readonly results: readonly BasisResult[];
  /** The basis that `auto` takes, by kind. */
  readonly chosen: ReadonlyMap<BasisKind, ConceptBasis>;
}

/** Every kind and number of concepts of one layer. */
export async function evaluateLayer(
  data: LayerData,
  tested: TestedOn,
  { kinds, counts, quick }: ConceptEvaluationOptions,
  seed: number,
): Promise<TestedLayer> {
  const trial = new LayerTrial(data, tested, seed);
  const possible = counts.filter((count) => count <= data.layer.neurons);
  const asked = possible.length > 0 ? possible : [data.layer.neurons];
  const bound = Math.max(tested.accuracy, await trial.keptByPca(asked[asked.length - 1]!));
  const results: BasisResult[] = [];
  const chosen = new Map<BasisKind, ConceptBasis>();
  for (const kind of kinds) {
    const own: BasisResult[] = [];
    const qualityOf = async (count: number) => {
      const known = own.find(({ k }) => k === count);
      if (known === undefined) own.push(await trial.result(kind, count));
      const { kept, agreement: found } = own.find(({ k }) => k === count)!;
      return { count, kept, agreement: found };
    };
    if (!quick) for (const count of asked) await qualityOf(count);
    const taken = await chooseCount(asked, bound, qualityOf);
    results.push(...own.map((result) => ({ ...result, chosen: result.k === taken?.count })));
    if (taken) chosen.set(kind, trial.basis(kind, taken.count));
  }
  return { results, chosen };
}

class LayerTrial {
  readonly #bases = new Map<string, ConceptBasis>();
  readonly #byPca = new Map<number, Promise<number>>();
  readonly #byChance = new Map<number, Promise<Float64Array>>();

  constructor(
    private readonly data: LayerData,
    private readonly tested: TestedOn,
    private readonly seed: number,
  ) {}

  basis(kind: BasisKind, count: number, half: "fit" | "again" = "fit"): ConceptBasis {
    const key = `${kind} ${count} ${half}`;
    const known = this.#bases.get(key);
    if (known) return known;
    const made = fitBasis(kind, this.data[half], { count, seed: this.seed, components: COMPONENTS });
    this.#bases.set(key, made);
    return made;
  }

  async result(kind: BasisKind, count: number): Promise<BasisResult> {
    const basis = this.basis(kind, count);
    const logits = await this.tested.tail.logits(byConcepts(basis));
    const found = agreement(basis, this.basis(kind, count, "again"));
    const hit = hits(logits, this.tested.classes);
    const chance = await this.#chance(count);
    return {
      kind,
      k: count,
      chosen: false,
      kept: meanOf(hit),
      logitCorrelation: logitCorrelation(logits, this.tested.logits, hit.length),
      keptRandom: meanOf(chance),
      aboveRandom: standardErrors(hit, chance),
      keptPca: await this.keptByPca(count),
      agreement: found.median,
      randIndex: found.randIndex,
    };
  }

  keptByPca(count: number): Promise<number> {
    const known = this.#byPca.get(count);
    if (known) return known;
    const { sample } = this.data.fit;
    const components = vectorComponents(sample.vectors, sample.count, sample.channels, count, this.seed);
    const kept = this.#hits(byComponents(components, count)).then(meanOf);
    this.#byPca.set(count, kept);
    return kept;
  }

  /** How often random clusters keep each image. */
  #chance(count: number): Promise<Float64Array> {
    const known = this.#byChance.get(count);
    if (known) return known;
    const sizes = this.basis("neurons", count).clusters!.map(({ length }) => length);
    const drawn = this.#drawChance(sizes);
    this.#byChance.set(count, drawn);
    return drawn;
  }

  async #drawChance(sizes: readonly number[]): Promise<Float64Array> {
    const sums = new Float64Array(this.tested.classes.length);
    for (let draw = 0; draw < RANDOM_DRAWS; draw++) {
      const hit = await this.#hits(byConcepts(randomBasis(this.data.fit, sizes, this.seed + draw)));
      for (let n = 0; n < sums.length; n++) sums[n]! += hit[n]! / RANDOM_DRAWS;
    }
    return sums;
  }

  async #hits(replacement: Replacement): Promise<Uint8Array> {
    return hits(await this.tested.tail.logits(replacement), this.tested.classes);
  }
}
