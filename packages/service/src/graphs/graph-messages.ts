/** What the service and its graph thread say to each other. */
import type {
  EdgeImage,
  Endpoints,
  ErrorCode,
  GraphEdge,
  GraphLayer,
  GraphNode,
  QueryOf,
  ViewConcepts,
} from "@gipfel/contracts";
import type { ExportFormat } from "@gipfel/graph";
import type { NeuronPair } from "../results/edge-pairs.js";
import type { LocatedFile } from "./located-file.js";

/** A graph of a finished analysis, or what a view makes of it. */
export interface GraphReference {
  readonly analysis: string;
  /** Id of the class. */
  readonly class: string;
  /** Null for the graph that the analysis wrote. */
  readonly concepts: ViewConcepts | null;
}

interface Answers {
  /** The part of a graph that is asked for, as JSON. */
  select: { asked: { query: QueryOf<Endpoints["previewGraph"]> }; answer: OpenedText };
  export: { asked: { format: ExportFormat }; answer: OpenedText };
  node: {
    asked: { node: string };
    answer: { node: GraphNode; incoming: GraphEdge[]; outgoing: GraphEdge[]; layer: GraphLayer };
  };
  edge: {
    /** @param study file with the images of edges, where one was made */
    asked: { source: string; target: string; top: number; study: LocatedFile | null };
    answer: { edge: GraphEdge; pairs: NeuronPair[]; images: EdgeImage[] | null };
  };
  /** Whether there is such a graph. */
  check: { asked: object; answer: null };
}

export type QuestionKind = keyof Answers;
export type Question<Kind extends QuestionKind = QuestionKind> = Kind extends QuestionKind
  ? { readonly kind: Kind; readonly graph: GraphReference } & Readonly<Answers[Kind]["asked"]>
  : never;
export type AnswerTo<Kind extends QuestionKind> = Answers[Kind]["answer"];

/** The beginning of a text; the rest is pulled piece by piece. */
export interface OpenedText {
  /** Changes with the text. */
  readonly tag: string;
  readonly first: Uint8Array;
  /** Null where the first piece is all of it. */
  readonly text: number | null;
}

/** `code` is null for what is no error of the catalogue. */
export interface ThreadFailure {
  readonly code: ErrorCode | null;
  readonly message: string;
}

export type ToThread =
  | { readonly type: "ask"; readonly id: number; readonly question: Question }
  | { readonly type: "pull"; readonly id: number; readonly text: number }
  | { readonly type: "drop"; readonly text: number }
  | { readonly type: "forget"; readonly analysis: string }
  /** Answers `locate`. */
  | { readonly type: "located"; readonly id: number; readonly found: LocatedFile | null }
  | { readonly type: "failed"; readonly id: number; readonly failure: ThreadFailure };

export type FromThread =
  | { readonly type: "answered"; readonly id: number; readonly answer: unknown }
  | { readonly type: "failed"; readonly id: number; readonly failure: ThreadFailure }
  | { readonly type: "locate"; readonly id: number; readonly analysis: string; readonly path: string };

/** A piece of a text. */
export interface Piece {
  readonly bytes: Uint8Array;
  readonly isLast: boolean;
}
