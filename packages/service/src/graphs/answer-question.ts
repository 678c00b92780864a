/** What the graph thread answers, from the graphs that it has open. */
import { GipfelError, type GraphEdge } from "@gipfel/contracts";
import { documentPieces, exportPieces } from "@gipfel/graph";
import { findClass } from "@gipfel/pipeline";
import { listPairs } from "../results/edge-pairs.js";
import { selectGraph } from "../results/select-graph.js";
import type { AnswerTo, OpenedText, Question, QuestionKind } from "./graph-messages.js";
import type { GraphShelf } from "./graph-shelf.js";
import type { OpenTexts } from "./open-texts.js";

type AnswerTable = {
  readonly [Kind in QuestionKind]: (question: Question<Kind>) => Promise<AnswerTo<Kind>>;
};

export type AnswerQuestion = (question: Question) => Promise<unknown>;

export function answerQuestions(shelf: GraphShelf, texts: OpenTexts): AnswerQuestion {
  const table: AnswerTable = {
    select: async ({ graph, query }): Promise<OpenedText> => {
      const opened = await shelf.open(graph);
      return texts.open(documentPieces(selectGraph(opened, query)), [opened.hash, query]);
    },
    export: async ({ graph, format }) => {
      const opened = await shelf.open(graph);
      return texts.open(exportPieces(opened, format), [opened.hash, format]);
    },
    node: async ({ graph, node: wanted }) => {
      const { nodes, edges, layers } = (await shelf.open(graph)).document;
      const node = nodes.find(({ id }) => id === wanted);
      const layer = layers.find(({ id }) => id === node?.layer);
      if (!node || !layer) throw new GipfelError("NODE_NOT_FOUND", `there is no node ${wanted}`);
      const strongest = edges
        .filter(({ source, target }) => source === wanted || target === wanted)
        .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
      const incoming = strongest.filter(({ target }) => target === wanted);
      return { node, layer, incoming, outgoing: strongest.filter(({ source }) => source === wanted) };
    },
    edge: async ({ graph, source, target, top, study }) => {
      const { document } = await shelf.open(graph);
      const isIt = (one: Pick<GraphEdge, "source" | "target">) => one.source === source && one.target === target;
      const edge = document.edges.find(isIt);
      if (!edge) throw new GipfelError("NODE_NOT_FOUND", `there is no edge from ${source} to ${target}`);
      const own = (await shelf.open({ ...graph, concepts: null })).document;
      const analysis = await shelf.analysis(graph.analysis);
      const analyzed = findClass(analysis.document, graph.class);
      const pairs = await listPairs(analysis, analyzed, { document, own }, edge, top);
      if (study === null) return { edge, pairs, images: null };
      const { edges } = await shelf.edgeImages(study);
      return { edge, pairs, images: edges.find(isIt)?.images ?? null };
    },
    check: async ({ graph }) => {
      await shelf.open(graph);
      return null;
    },
  };
  return (question) => {
    const answer = table[question.kind] as (asked: Question) => Promise<unknown>;
    return answer(question);
  };
}
