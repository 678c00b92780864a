import { type ClassSort, classSorts } from "../classes/class-order.js";
import type { PinGroup } from "../graph-model/pins.js";
import { type ConceptStep, conceptSteps } from "./concept-steps.js";
import { list, numberWithin, oneOf, type Parameter, type Parameters, readQuery, text } from "./query.js";

/** A node or layer by id, or an edge by `edgeKey`. */
export interface Selected {
  readonly kind: "node" | "edge" | "layer";
  readonly id: string;
}

/** Where the picture of a graph lies in its view: the zoom, and what is in the middle, in units of the drawing. */
export interface Place {
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

/** What was shown when the drawing was tidied: nodes are ordered for this, whatever is shown now. */
export interface Tidied {
  readonly share: number;
  readonly edges: number | null;
  readonly quantity: "contribution" | "gradient";
}

export const panels = ["details", "pins", "image", "concepts", "export"] as const;
export type PanelName = (typeof panels)[number];

/** All that the page of a graph can be told: who opens the address sees the same. */
export interface GraphAddress {
  readonly analysis: string | null;
  readonly class: string | null;
  /** A saved view of the analysis, by id. */
  readonly view: string | null;
  /** What is done to the concepts of the analysis or the view, where a link can hold it. */
  readonly edits: readonly ConceptStep[];
  /** Share of the attribution that the shown nodes and edges carry, in [0, 1]; null leaves the choice to the page. */
  readonly share: number | null;
  /** Of the shown nodes' edges, the strongest that carry this part of what these nodes carry; null for the same share. */
  readonly edges: number | null;
  readonly quantity: "contribution" | "gradient";
  readonly pictures: "patches" | "visualisation";
  readonly selected: Selected | null;
  /** Layers by id: no column at all, or one narrow column without pictures. */
  readonly hidden: readonly string[];
  readonly collapsed: readonly string[];
  /** Null for the order that the whole graph was given. */
  readonly tidied: Tidied | null;
  /** Nodes by id, in the order in which they were pinned. */
  readonly pins: readonly string[];
  /** Of pinned nodes. */
  readonly groups: readonly PinGroup[];
  /** Whether only pinned nodes are shown. */
  readonly only: "all" | "pins";
  readonly panel: PanelName;
  /** An image of the data set by its index, whose own path is laid over the graph. */
  readonly image: number | null;
  /** Order of the list of classes. */
  readonly sort: ClassSort;
  /** Where there is an image: what is drawn. */
  readonly laid: "image" | "class" | "difference";
  /** Null where the page chooses. */
  readonly at: Place | null;
  /** Whether to begin with the tour. */
  readonly tour: boolean;
}

const kinds = { n: "node", e: "edge", l: "layer" } as const;

export const selected: Parameter<Selected | null> = {
  absent: null,
  parse: (written) => {
    const kind = Object.entries(kinds).find(([letter]) => written.startsWith(`${letter}:`))?.[1];
    return kind && written.length > 2 ? { kind, id: written.slice(2) } : undefined;
  },
  format: (value) => (value === null ? "" : `${value.kind[0]}:${value.id}`),
};

const place: Parameter<Place | null> = {
  absent: null,
  parse: (written) => {
    const [zoom, x, y, ...rest] = written.split(",").map(Number);
    return rest.length === 0 && zoom > 0 && Number.isFinite(zoom + x + y) ? { zoom, x, y } : undefined;
  },
  format: (value) => (value ? [value.zoom.toFixed(3), value.x.toFixed(0), value.y.toFixed(0)].join(",") : ""),
};

/** True where the address names it, whatever it says. */
const flag: Parameter<boolean> = { absent: false, parse: () => true, format: (value) => (value ? "yes" : "") };

const tidied: Parameter<Tidied | null> = {
  absent: null,
  parse: (written) => {
    const [share, edges, quantity, ...rest] = written.split(",");
    const inRange = [share, edges || "0"].every((text) => text !== "" && Number(text) >= 0 && Number(text) <= 1);
    if (!inRange || rest.length > 0) return undefined;
    return {
      share: Number(share),
      edges: edges ? Number(edges) : null,
      quantity: quantity === "gradient" ? quantity : "contribution",
    };
  },
  format: (value) => (value ? [value.share, value.edges ?? "", value.quantity].join(",") : ""),
};

/** `wheels,conv3/1,conv3/4;windows,conv2/7`, each text escaped. */
const groups: Parameter<readonly PinGroup[]> = {
  absent: [],
  parse: (written) => {
    try {
      return written.split(";").map((group) => {
        const [name, ...nodes] = group.split(",").map(decodeURIComponent);
        return { name, nodes };
      });
    } catch {
      return undefined;
    }
  },
  format: (values) => values.map(({ name, nodes }) => [name, ...nodes].map(encodeURIComponent).join(",")).join(";"),
};

export const graphParameters: Parameters<GraphAddress> = {
  analysis: text,
  class: text,
  view: text,
  edits: conceptSteps,
  share: numberWithin(0, 1),
  edges: numberWithin(0, 1),
  quantity: oneOf(["contribution", "gradient"]),
  pictures: oneOf(["patches", "visualisation"]),
  selected,
  hidden: list,
  collapsed: list,
  tidied,
  pins: list,
  groups,
  only: oneOf(["all", "pins"]),
  panel: oneOf(panels),
  image: numberWithin(0, 1e9),
  sort: oneOf(classSorts),
  laid: oneOf(["image", "class", "difference"]),
  at: place,
  tour: flag,
};

/** What holds where an address says nothing, but for `part`. */
export const graphAddress = (part: Partial<GraphAddress>): GraphAddress => ({
  ...readQuery(graphParameters, new URLSearchParams()),
  ...part,
});
