/** One image explained by every method, on one sheet. */
import { GipfelError, type MethodChoice, messageOf } from "@gipfel/contracts";
import type { DatasetImage } from "@gipfel/dataset";
import { type Cell, renderContactSheet } from "@gipfel/heat-map";
import type { RunContext } from "../ports.js";
import { type ExplanationEngine, explainImages, theOnly } from "./explain-images.js";
import { type PreparedExplanation, resolveMethod } from "./prepare-explanation.js";
import { type MapStyle, mapKindOf, mapOf, pictureOf } from "./render-explanation.js";

export interface ContactSheet {
  readonly png: Buffer;
  /** Methods that are not defined on this network, and why. */
  readonly missing: readonly { readonly method: string; readonly reason: string }[];
}

/**
 * @param methods of the same target and level as `prepared`.
 * @throws GipfelError IMAGE_UNREADABLE, and what explaining throws, but METHOD_UNDEFINED.
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
      if (!(error instanceof GipfelError && error.code === "METHOD_UNDEFINED")) throw error;
      missing.push({ method: method.name, reason: messageOf(error) });
    }
    context.onProgress?.({ phase: "explain", done: i + 1, total: methods.length, unit: "methods" });
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
