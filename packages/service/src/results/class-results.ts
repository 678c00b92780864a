/** What compares the classes of a finished analysis. */
import { ClassMap, GipfelError, parseAs } from "@gipfel/contracts";
import { findClass, similarClasses } from "@gipfel/pipeline";
import type { ClassResults } from "../service.js";
import { jsonOf, madeEarlier, type ResultSource } from "./result-source.js";
import type { ResultSources } from "./result-sources.js";

export function createClassResults(sources: ResultSources): ClassResults {
  return {
    activations: async (id, layer) => sources.activations(id, hiddenLayer(await sources.open(id), layer)),
    map: async (id) => {
      const source = await sources.open(id);
      demandSharedNodes(source);
      const bytes = await source.read("class-map.json");
      if (!bytes) throw madeEarlier(id, "map of classes");
      return parseAs(ClassMap, jsonOf(bytes), "GRAPH_INVALID", `class-map.json of ${id}`);
    },
    similar: async (id, classId, { layer }) => {
      const source = await sources.open(id);
      demandSharedNodes(source);
      const { id: own } = findClass(source.document, classId);
      const activations = await sources.activations(id, hiddenLayer(source, layer));
      return { layer: activations.layer, classes: similarClasses(activations, own).map((entry) => ({ ...entry })) };
    },
  };
}

/** By id; the last without one. @throws GipfelError LAYER_UNKNOWN */
function hiddenLayer({ id, document }: ResultSource, wanted?: string): string {
  const hidden = document.layers.filter(({ role }) => role === "hidden").map((layer) => layer.id);
  const found = wanted === undefined ? hidden.at(-1) : hidden.find((layer) => layer === wanted);
  if (found !== undefined) return found;
  const known = hidden.slice(0, 20).join(", ");
  throw new GipfelError(
    "LAYER_UNKNOWN",
    `analysis ${id} has no hidden layer ${wanted ?? ""}; it has ${known || "none"}`,
  );
}

/** @throws GipfelError RERUN_NEEDED */
function demandSharedNodes({ id, document }: ResultSource): void {
  if (document.options.scope !== "class") return;
  throw new GipfelError(
    "RERUN_NEEDED",
    `the classes of analysis ${id} were clustered each by itself (scope class), so that their nodes differ; an analysis with scope dataset compares classes`,
  );
}
