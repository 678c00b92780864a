import type { Parameter } from "./query.js";

/** One edit of the concepts of a layer. Concepts are named by their numbers in the layer when it is done. */
export type ConceptStep =
  | { readonly kind: "merge"; readonly layer: string; readonly concepts: readonly number[] }
  /** In two. */
  | { readonly kind: "split"; readonly layer: string; readonly concept: number }
  /** Clusters all neurons of the layer anew. */
  | { readonly kind: "find"; readonly layer: string; readonly clusters: number }
  /** Without a name it has its own. */
  | { readonly kind: "name"; readonly layer: string; readonly concept: number; readonly name: string };

/** Characters of an address that edits may take: a few thousand is all that mail and chat pass on. */
const longest = 2000;
const escaped = (text: string) => text.replace(/[%,;]/g, encodeURIComponent);

/** `merge,conv4,1,3;split,conv4,0;find,conv3,6;name,conv4,2,round things`, each text escaped. */
export const conceptSteps: Parameter<readonly ConceptStep[]> = {
  absent: [],
  parse: (written) => {
    try {
      const steps = written.split(";").map((step) => parseStep(step.split(",").map(decodeURIComponent)));
      return steps.every((step) => step !== null) ? steps : undefined;
    } catch {
      return undefined;
    }
  },
  format: (steps) => steps.map((step) => partsOf(step).map(escaped).join(",")).join(";"),
};

/** Whether a link can hold them. */
export const fitsAddress = (steps: readonly ConceptStep[]): boolean =>
  encodeURIComponent(conceptSteps.format(steps)).length <= longest;

function partsOf(step: ConceptStep): string[] {
  const { kind, layer } = step;
  if (kind === "merge") return [kind, layer, ...step.concepts.map(String)];
  if (kind === "split") return [kind, layer, String(step.concept)];
  if (kind === "find") return [kind, layer, String(step.clusters)];
  return [kind, layer, String(step.concept), step.name];
}

function parseStep([kind, layer, ...rest]: readonly string[]): ConceptStep | null {
  if (!layer) return null;
  if (kind === "name") {
    const [concept, name, ...others] = rest;
    return isCount(concept) && name !== undefined && others.length === 0
      ? { kind, layer, concept: Number(concept), name }
      : null;
  }
  if (!rest.every(isCount)) return null;
  const numbers = rest.map(Number);
  if (kind === "merge") return numbers.length > 1 ? { kind, layer, concepts: numbers } : null;
  if (numbers.length !== 1) return null;
  if (kind === "split") return { kind, layer, concept: numbers[0] };
  return kind === "find" ? { kind, layer, clusters: numbers[0] } : null;
}

const isCount = (text: string | undefined): boolean => text !== undefined && /^\d{1,6}$/.test(text);
