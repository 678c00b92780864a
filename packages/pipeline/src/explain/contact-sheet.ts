/** One image explained by every method, on one sheet. */
import { type ErrorCode, GipfelError, type MethodChoice, messageOf } from "@gipfel/contracts";
import type { DatasetImage } from "@gipfel/dataset";
import { type Cell, renderContactSheet } from "@gipfel/heat-map";
import type { RunContext } from "../ports.js";
import { type ExplanationEngine, explainImages, theOnly } from "./explain-images.js";
import { type PreparedExplanation, resolveMethod } from "./prepare-explanation.js";
import { type MapStyle, mapKindOf, mapOf, pictureOf } from "./render-explanation.js";

export interface ContactSheet {
  readonly png: Buffer;
  /** Methods that have no map of this image, and why. */
  readonly missing: readonly { readonly method: string; readonly reason: string }[];
}

/** What one method may fail with while others do not. */
const ofOneMethod: ReadonlySet<ErrorCode> = new Set(["METHOD_UNDEFINED", "ENGINE_FAILED"]);

/**
 * @param methods of the same target and level as `prepared`.
 * @throws GipfelError IMAGE_UNREADABLE, METHOD_UNDEFINED where no method has a map, and what explaining throws for all.
 */
export async function contactSheet(
  prepared: PreparedExplanation,
  methods: readonly MethodChoice[],
  image: DatasetImage,
  engine: ExplanationEngine,
  { percentile }: MapStyle,
  context: RunContext = {},
): Promise<ContactSheet> {
  const picture = await pictureOf(prepared.subject, image);
  const cells: Cell[] = [];
  const missing: { method: string; reason: string }[] = [];
  let title = image.name;
  const noting = onceEach(context);
  for (const [i, method] of methods.entries()) {
    const own = { ...prepared, method: resolveMethod(method, prepared, noting) };
    try {
      const { target, attribution } = await explainImages(own, [image], engine, quiet(context), theOnly);
      title = `${target.name}: ${image.name}`;
      const map = mapOf(attribution);
      if (map) cells.push({ title: method.name, picture, map, kind: mapKindOf(method), percentile });
      else missing.push({ method: method.name, reason: `${prepared.level.name} has no positions to draw` });
    } catch (error) {
      if (!(error instanceof GipfelError && ofOneMethod.has(error.code))) throw error;
      missing.push({ method: method.name, reason: messageOf(error) });
    }
    context.onProgress?.({ phase: "explain", done: i + 1, total: methods.length, unit: "methods" });
  }
  if (cells.length === 0) {
    const reasons = missing.map(({ method, reason }) => `${method}: ${reason}`);
    throw new GipfelError("METHOD_UNDEFINED", `no method has a map of ${image.name}: ${reasons.join("; ")}`);
  }
  const bare: Cell = { title: "image", picture, map: null, kind: "sequential" };
  return { png: await renderContactSheet({ title, cells: [bare, ...cells] }), missing };
}

/** Notices that several methods give are given once. */
function onceEach({ onNotice }: RunContext): RunContext {
  const given = new Set<string>();
  return {
    onNotice(notice) {
      if (!given.has(notice)) onNotice?.(notice);
      given.add(notice);
    },
  };
}

/** Without progress: each method is one step of the sheet. */
function quiet({ signal }: RunContext): RunContext {
  return signal ? { signal } : {};
}
