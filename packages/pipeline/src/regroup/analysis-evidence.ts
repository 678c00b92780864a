/** What a finished analysis kept that tells of other concepts than it found. */
import type { ProfileSpace } from "@gipfel/concepts";
import { type AnalysisDocument, type AnalysisPair, GipfelError, type GraphLayer } from "@gipfel/contracts";
import { readNpy } from "@gipfel/dataset";
import type { NeuronEvidence, PairMatrices } from "@gipfel/graph";
import { examplesOf } from "../4-graph/examples.js";
import { neuronsPath, pairPath, profilesPath } from "../files/analysis-folder.js";
import { readNeurons } from "../files/neuron-file.js";
import { readProfiles } from "../files/profile-file.js";

/** A file by its path in the analysis folder, with `/`; nothing where there is none. */
export type ReadAnalysisFile = (path: string) => Promise<Uint8Array | undefined>;

export class AnalysisEvidence {
  constructor(
    readonly analysis: AnalysisDocument,
    private readonly read: ReadAnalysisFile,
  ) {}

  /** By layer id. @param scope class id, or null for all classes together */
  async profiles(scope: string | null): Promise<ReadonlyMap<string, ProfileSpace> | undefined> {
    const path = profilesPath(scope);
    const bytes = await this.read(path);
    return bytes && readProfiles(bytes, this.analysis.layers, path);
  }

  /** By layer id. */
  async neurons(classId: string): Promise<ReadonlyMap<string, NeuronEvidence> | undefined> {
    const path = neuronsPath(classId);
    const bytes = await this.read(path);
    if (!bytes) return undefined;
    const { layers, model } = this.analysis;
    const [, height = 1, width = 1] = model.input;
    const layerOf = new Map(layers.map((layer) => [layer.id, layer]));
    return new Map(
      [...readNeurons(bytes, layers, path)].map(([id, { figures, maxima, field }]) => [
        id,
        {
          figures,
          examplesOf: (neurons) => examplesOf(layerOf.get(id)!, field, [height, width], neurons, maxima),
        },
      ]),
    );
  }

  async matrices(classId: string, source: string, target: string): Promise<PairMatrices | undefined> {
    const { pairs, layers } = this.analysis;
    // Names of the document alone make paths.
    const pair = pairs.find((one) => one.source === source && one.target === target);
    const from = layers.find(({ id }) => id === source);
    const to = layers.find(({ id }) => id === target);
    if (!pair || !from || !to) return undefined;
    const load = async (quantity: "contribution" | "gradient") => {
      const path = pairPath(classId, pair.source, pair.target, quantity);
      const bytes = await this.read(path);
      return bytes && matrixOf(bytes, pair, from, to, path);
    };
    const [contribution, gradient] = await Promise.all([load("contribution"), load("gradient")]);
    return contribution && gradient && { columns: pair.columns, contribution, gradient };
  }
}

/** @throws GipfelError GRAPH_INVALID for a matrix of other layers */
function matrixOf(
  bytes: Uint8Array,
  { columns }: AnalysisPair,
  source: GraphLayer,
  target: GraphLayer,
  path: string,
): ArrayLike<number> {
  const { shape, data } = readNpy(bytes, path);
  const [rows, width = 1] = shape;
  const expected = { neurons: target.neurons, class: 1, diagonal: 1, nodes: width }[columns];
  if (data instanceof Float32Array && rows === source.neurons && width === expected) return data;
  throw new GipfelError(
    "GRAPH_INVALID",
    `${path}: expected float32 [${source.neurons}, ${expected}], got shape [${shape.join(", ")}]`,
  );
}
