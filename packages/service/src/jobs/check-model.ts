import { errorCatalogue, GipfelError, isMachineFault, ModelInspection, messageOf, parseAs } from "@gipfel/contracts";
import { defaultOptions, inspectModel } from "@gipfel/pipeline";
import { demand, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import { PathHider } from "../hide-paths.js";
import { type ModelCheck, needsCheck } from "../models/model-check.js";
import { modelFile } from "../models/model-file.js";

const longestMessage = 2000;

/** Reads an uploaded model for the first time, and notes what it is or why it is refused. */
export async function checkModel(environment: Environment, modelId: string): Promise<void> {
  const { store } = environment;
  const model = await store.models.find(modelId);
  if (!model || !needsCheck(demand(model, kinds.model, modelId))) return;
  await store.models.update(modelId, { inspection: await check(environment, () => modelFile(environment, model)) });
}

async function check({ places }: Environment, openFile: () => Promise<string>): Promise<ModelCheck> {
  try {
    const { layers, baseline, edgeMethod } = defaultOptions;
    const inspected = await inspectModel(await openFile(), { layers, baseline, edgeMethod, target: null });
    const { input, outputs, stripped, operations } = inspected;
    const inspection = {
      ...{ input: [...input], outputs, stripped, operations: { ...operations } },
      layers: inspected.layers.map((layer) => ({ ...layer, size: [...layer.size] })),
      segments: inspected.segments.map(({ target, sources, kind, reason }) => ({
        target,
        sources: [...sources],
        kind,
        reason,
      })),
    };
    // What is kept can be shown.
    return { status: "ready", inspection: parseAs(ModelInspection, inspection, "MODEL_UNSUPPORTED", "inspection") };
  } catch (error) {
    if (!(error instanceof GipfelError)) throw error;
    // Several outputs: an analysis names the one that it explains.
    if (error.code === "TARGET_UNKNOWN") return { status: "ready", inspection: null };
    // A fault of the machine says nothing of the model, which is there: its content was checked when it was opened.
    if (errorCatalogue[error.code].status >= 500 || error.code === "MODEL_NOT_FOUND") throw error;
    if (isMachineFault(error)) {
      throw new GipfelError("STORAGE_FAILED", `the model could not be read: ${messageOf(error)}`, { cause: error });
    }
    const [line = ""] = new PathHider(places).text(messageOf(error)).split("\n");
    const message = line.slice(0, longestMessage);
    return { status: "refused", error: { code: error.code, message }, unsupported: operationsIn(error) };
  }
}

/** Names of the operations that the error is about, if it is about some. */
function operationsIn({ details }: GipfelError): string[] {
  const { operations } = details;
  return Array.isArray(operations) ? operations.map(String) : [];
}
