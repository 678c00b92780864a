/** The pictures of an analysis: one of every concept, in its folder. */
import type { Engine } from "@gipfel/engine";
import { conceptsOf, type ScopedConcepts } from "../2-concepts/layer-concepts.js";
import type { AnalysisFolder } from "../files/analysis-folder.js";
import type { RunContext } from "../ports.js";
import type { PreparedAnalysis } from "../prepare.js";
import { type ConceptPicture, visualizeConcepts } from "./visualize-concepts.js";
import { defaultVisualizeOptions } from "./visualize-options.js";

/** Draws what is not there yet; classes share their concepts unless each was clustered by itself. */
export async function drawConcepts(
  prepared: PreparedAnalysis,
  engine: Engine,
  folder: AnalysisFolder,
  concepts: ScopedConcepts,
  context: RunContext,
): Promise<void> {
  const { options, model, preprocessing } = prepared;
  const { seed, batch } = options;
  const notes = await visualizeConcepts(
    engine,
    { model, preprocessing: preprocessing.values },
    conceptPictures(prepared, folder, concepts),
    { ...defaultVisualizeOptions, seed, batch },
    context,
  );
  for (const note of notes) context.onNotice?.(note);
}

function conceptPictures(
  { classes, plan, options }: PreparedAnalysis,
  folder: AnalysisFolder,
  concepts: ScopedConcepts,
): ConceptPicture[] {
  const scopes = options.scope === "class" ? classes : classes.slice(0, 1);
  const hidden = plan.layers.filter(({ role }) => role === "hidden");
  return scopes.flatMap((analysed) =>
    hidden.flatMap(({ id, tensor }) =>
      conceptsOf(concepts, analysed)[id]!.clusters.map((neurons, n) => ({
        tensor,
        neurons,
        name: `${id}/${n}`,
        file: folder.picture(options.scope === "class" ? analysed.id : null, id, n),
      })),
    ),
  );
}
