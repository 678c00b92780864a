import { type ClassSort, classSorts } from "../classes/class-order.js";
import { type GraphAddress, graphAddress, graphParameters, type Selected, selected } from "./graph-address.js";
import { numberWithin, oneOf, type Parameters, readQuery, text, writeQuery } from "./query.js";

/** A form for a new analysis, filled in by what the address names. */
export interface NewAnalysisAddress {
  readonly model: string | null;
  readonly dataset: string | null;
  /** An analysis whose settings to begin with. */
  readonly from: string | null;
}

export interface AnalysisAddress {
  readonly analysis: string | null;
  /** The class whose neighbours are asked for. */
  readonly class: string | null;
  readonly sort: ClassSort;
  /** Layer of the map of classes; null for the last. */
  readonly layer: string | null;
}

/** Two graphs on one picture; the second analysis is the first where it is not named. */
export interface CompareAddress {
  readonly analysis: string | null;
  readonly class: string | null;
  readonly otherAnalysis: string | null;
  readonly otherClass: string | null;
  readonly view: string | null;
  readonly otherView: string | null;
  /** Share of each graph's attribution to show, in [0, 1]; null leaves the choice to the page. */
  readonly share: number | null;
  /** A node or edge of both graphs as one. */
  readonly selected: Selected | null;
  readonly show: "both" | "picture" | "table";
  /** What the table lists. */
  readonly list: "edges" | "concepts";
}

const newAnalysisParameters: Parameters<NewAnalysisAddress> = { model: text, dataset: text, from: text };
const analysisParameters: Parameters<AnalysisAddress> = {
  analysis: text,
  class: text,
  sort: oneOf(classSorts),
  layer: text,
};
const compareParameters: Parameters<CompareAddress> = {
  analysis: text,
  class: text,
  otherAnalysis: text,
  otherClass: text,
  view: text,
  otherView: text,
  share: numberWithin(0, 1),
  selected,
  show: oneOf(["both", "picture", "table"]),
  list: oneOf(["edges", "concepts"]),
};

/** Every page with what its address says. */
export type Route =
  | { readonly page: "start" }
  | { readonly page: "new"; readonly address: NewAnalysisAddress }
  | { readonly page: "analysis"; readonly address: AnalysisAddress }
  | { readonly page: "graph"; readonly address: GraphAddress }
  | { readonly page: "compare"; readonly address: CompareAddress }
  /** A graph document from the reader's own disk. */
  | { readonly page: "document" }
  | { readonly page: "unknown"; readonly path: string };

export function parseRoute({ pathname, search }: { readonly pathname: string; readonly search: string }): Route {
  const query = new URLSearchParams(search);
  switch (pathname) {
    case "/":
      return { page: "start" };
    case "/new":
      return { page: "new", address: readQuery(newAnalysisParameters, query) };
    case "/analysis":
      return { page: "analysis", address: readQuery(analysisParameters, query) };
    case "/graph":
      return { page: "graph", address: readQuery(graphParameters, query) };
    case "/compare":
      return { page: "compare", address: readQuery(compareParameters, query) };
    case "/document":
      return { page: "document" };
    default:
      return { page: "unknown", path: pathname };
  }
}

/** Path and query, fit for `href`. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case "start":
      return "/";
    case "new":
      return `/new${writeQuery(newAnalysisParameters, route.address)}`;
    case "analysis":
      return `/analysis${writeQuery(analysisParameters, route.address)}`;
    case "graph":
      return `/graph${writeQuery(graphParameters, route.address)}`;
    case "compare":
      return `/compare${writeQuery(compareParameters, route.address)}`;
    case "document":
      return "/document";
    case "unknown":
      return route.path;
  }
}

const absent = <T extends object>(parameters: Parameters<T>): T => readQuery(parameters, new URLSearchParams());

export const graphRoute = (address: Partial<GraphAddress>): Route => ({
  page: "graph",
  address: graphAddress(address),
});
export const analysisRoute = (address: Partial<AnalysisAddress>): Route => ({
  page: "analysis",
  address: { ...absent(analysisParameters), ...address },
});
export const newAnalysisRoute = (address: Partial<NewAnalysisAddress> = {}): Route => ({
  page: "new",
  address: { ...absent(newAnalysisParameters), ...address },
});
export const compareAddress = (part: Partial<CompareAddress>): CompareAddress => ({
  ...absent(compareParameters),
  ...part,
});
export const compareRoute = (part: Partial<CompareAddress>): Route => ({
  page: "compare",
  address: compareAddress(part),
});
