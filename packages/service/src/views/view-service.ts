import { GipfelError, parseAs, View, ViewContent } from "@gipfel/contracts";
import { unknownId, type View as ViewRecord } from "@gipfel/store";
import { changed, damagedError, damageOf, demand, demandAny, demandVersion, isDamage, kinds } from "../changes.js";
import { createOnce } from "../create-once.js";
import type { Environment } from "../environment.js";
import { pageOf } from "../paging.js";
import type { ResultSources } from "../results/result-sources.js";
import type { Views } from "../service.js";

/** Characters of what a view changes, as JSON. */
const largestContent = 20_000;

export function createViews({ store }: Environment, sources: ResultSources): Views {
  const find = async (analysisId: string, id: string): Promise<ViewRecord> => {
    const view = demandAny(await store.views.find(id), kinds.view, id);
    const isOfAnalysis = view.analysisId === analysisId || view.analysisId === unknownId;
    return demandAny(isOfAnalysis ? view : undefined, kinds.view, id);
  };
  const checked = async (analysisId: string, content: ViewContent): Promise<string> => {
    demand(await store.analyses.find(analysisId), kinds.analysis, analysisId);
    await checkContent(sources, analysisId, content);
    const state = JSON.stringify(content);
    if (state.length <= largestContent) return state;
    const message = `the view takes ${state.length} characters as JSON; at most ${largestContent} are kept`;
    throw new GipfelError("OPTION_INVALID", message);
  };
  return {
    list: async (analysis, page) => {
      demand(await store.analyses.find(analysis), kinds.analysis, analysis);
      return pageOf(page, (await store.views.list(analysis)).map(shownView));
    },
    create: async (analysisId, { name, content }, once) => {
      const state = await checked(analysisId, content);
      return createOnce(
        store,
        once,
        async ({ views }) => viewOf(await views.create({ analysisId, name, edits: [], state })),
        (answer) => parseAs(View, answer, "STORE_CORRUPT", "answer"),
      );
    },
    show: async (analysis, id) => shownView(await find(analysis, id)),
    change: async (analysis, id, { name, content }, version) => {
      await find(analysis, id);
      const state = await checked(analysis, content);
      return viewOf(changed(await store.views.update(id, { name, state }, version), kinds.view, id));
    },
    remove: async (analysis, id, version) => {
      demandVersion(await find(analysis, id), version, kinds.view, id);
      await store.views.remove(id);
    },
  };
}

/** A damaged view is listed as one that changes nothing. */
function shownView(record: ViewRecord): View {
  try {
    return viewOf(record);
  } catch (error) {
    if (!isDamage(error)) throw error;
    const { id, version, createdAt, updatedAt, analysisId, name } = record;
    const content = { layers: {}, names: {}, page: null };
    const damage = damageOf(record, kinds.view) ?? damagedError("view", error.message);
    return { id, version, createdAt, updatedAt, analysisId, name, content, error: damage };
  }
}

/** @throws GipfelError STORE_CORRUPT where the record is not what was written */
export function viewOf(record: ViewRecord): View {
  const { id, version, createdAt, updatedAt, analysisId, name, state } = demand(record, kinds.view, record.id);
  const content = parseAs(ViewContent, contentIn(state ?? "null"), "STORE_CORRUPT", "content of a view");
  return { id, version, createdAt, updatedAt, analysisId, name, content };
}

function contentIn(state: string): unknown {
  try {
    return JSON.parse(state);
  } catch (cause) {
    const message = `content of a view: expected JSON, got ${state.slice(0, 40)}`;
    throw new GipfelError("STORE_CORRUPT", message, { cause });
  }
}

/**
 * Whether the view can be shown: for a graph of the analysis, and so for all, unless each class was clustered by itself.
 *
 * @throws GipfelError LAYER_UNKNOWN, OPTION_INVALID, RERUN_NEEDED
 */
async function checkContent(sources: ResultSources, analysisId: string, content: ViewContent): Promise<void> {
  if (Object.keys(content.layers).length === 0) return;
  const { document } = await sources.open(analysisId);
  const [first] = document.classes;
  if (first && document.options.scope !== "class") {
    await sources.graphs.ask({ kind: "check", graph: { analysis: analysisId, class: first.id, concepts: content } });
  }
}
