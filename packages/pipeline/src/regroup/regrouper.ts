/** Graphs of an analysis with other concepts, from what it kept: no image is read and nothing of the network is run. */
import { setImmediate } from "node:timers/promises";
import type { ProfileSpace } from "@gipfel/concepts";
import type { AnalysisDocument, GraphDocument, LayerClustering, ViewConcepts } from "@gipfel/contracts";
import { checkRegrouped, planRegrouping, type Regrouping, regroupGraph } from "@gipfel/graph";
import { AnalysisEvidence, type ReadAnalysisFile } from "./analysis-evidence.js";
import { layerRegrouping, type RegroupLayer } from "./layer-regrouping.js";

/** Clusterings take longest, and the same are asked for again with every class. */
const clusteringsKept = 200;

export class Regrouper {
  readonly #evidence: AnalysisEvidence;
  readonly #profiles = new Map<string | null, Promise<ReadonlyMap<string, ProfileSpace> | undefined>>();
  readonly #clusterings = new Map<string, Promise<Regrouping>>();

  /**
   * @param read files of the analysis folder
   * @param regroupLayer clusters, which may take long
   */
  constructor(
    private readonly analysis: AnalysisDocument,
    read: ReadAnalysisFile,
    private readonly regroupLayer: RegroupLayer = layerRegrouping,
  ) {
    this.#evidence = new AnalysisEvidence(analysis, read);
  }

  /**
   * The graph of a class with the concepts and names of a view; see `regroupGraph`.
   *
   * @throws GipfelError LAYER_UNKNOWN, OPTION_INVALID, RERUN_NEEDED, GRAPH_INVALID
   */
  async regroup(
    document: GraphDocument,
    classId: string,
    { layers, names = {} }: ViewConcepts,
  ): Promise<GraphDocument> {
    const regroupings = new Map<string, Regrouping>();
    for (const [layer, clustering] of Object.entries(layers)) {
      checkRegrouped(document, layer);
      const regrouping = await this.#regrouping(document, classId, layer, clustering);
      if (regrouping) regroupings.set(layer, regrouping);
    }
    const plan = planRegrouping(document, regroupings);
    const neurons = plan.changed.size > 0 ? await this.#evidence.neurons(classId) : undefined;
    const matrices = await Promise.all(
      plan.pairs.map(({ source, target }) => this.#evidence.matrices(classId, source, target)),
    );
    const regrouped = regroupGraph(document, plan, { neurons: neurons ?? new Map(), matrices });
    if (Object.keys(names).length === 0) return regrouped;
    return { ...regrouped, options: { ...regrouped.options, names: { ...names } } };
  }

  /** Undefined where the layer stays as it is. */
  async #regrouping(
    document: GraphDocument,
    classId: string,
    layer: string,
    clustering: LayerClustering,
  ): Promise<Regrouping | undefined> {
    const { scope: setting, seed } = this.analysis.options;
    const scope = setting === "class" ? classId : null;
    const space = typeof seed === "number" ? (await this.#profilesOf(scope))?.get(layer) : undefined;
    if (!space && "clusters" in clustering) {
      const own = document.nodes.filter((node) => node.layer === layer);
      if (own.length === clustering.clusters) return undefined;
    }
    const key = JSON.stringify([scope, layer, clustering]);
    const known = this.#clusterings.get(key);
    if (known) return known;
    // Between clusterings, so that others have their turn.
    const made = setImmediate().then(() => this.regroupLayer({ layer, clustering, space, seed: Number(seed) }));
    made.catch(() => this.#clusterings.delete(key));
    const [oldest] = this.#clusterings.keys();
    if (oldest !== undefined && this.#clusterings.size >= clusteringsKept) this.#clusterings.delete(oldest);
    this.#clusterings.set(key, made);
    return made;
  }

  #profilesOf(scope: string | null): Promise<ReadonlyMap<string, ProfileSpace> | undefined> {
    const known = this.#profiles.get(scope);
    if (known) return known;
    const loaded = this.#evidence.profiles(scope);
    this.#profiles.set(scope, loaded);
    loaded.catch(() => this.#profiles.delete(scope));
    return loaded;
  }
}
