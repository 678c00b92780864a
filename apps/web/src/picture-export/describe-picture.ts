import type { PrunedSelection } from "@gipfel/graph";
import type { GraphModel } from "../graph-model/graph-model.js";
import { count, percent, signed } from "../wording.js";
import type { LegendEntry } from "./frame-svg.js";

/** What is written below a picture: what it shows, how much, and of what it was made. */
export function captionOf(model: GraphModel, visible: PrunedSelection): string[] {
  const { class: of, model: network, dataset } = model.document;
  const isConcept = (id: string) => model.layers.get(model.nodes.get(id)?.layer ?? "")?.role === "hidden";
  const concepts = model.document.nodes.filter(({ id }) => isConcept(id)).length;
  const shown = [...visible.nodes].filter(isConcept).length;
  const what = model.quantity === "gradient" ? "gradient" : "attribution";
  const subject = {
    class: `Attribution graph of ${of.name}`,
    image: `One image in the attribution graph of ${of.name}`,
    difference: `One image in the attribution graph of ${of.name}, minus the mean of the class`,
  }[model.laid];
  const share = `${percent(visible.share)} of the ${what}${model.laid === "image" ? " of the image" : ""}`;
  return [
    `${subject}: ${count(shown)} of ${count(concepts)} concepts, ${count(visible.edges.size)} of ${count(model.document.edges.length)} edges, ${share}.`,
    `${network.name} on ${dataset.name}, ${count(of.images)} images of the class, mean logit ${signed(of.logit)}. Made with Gipfel.`,
  ];
}

/** The lines that a picture has. @param across whether links lead across hidden layers */
export function legendOf({ quantity, laid }: GraphModel, across: boolean): LegendEntry[] {
  const [more, less] = {
    class: quantity === "gradient" ? ["positive gradient", "negative"] : ["raises its target", "lowers it"],
    image: quantity === "gradient" ? ["positive gradient", "negative"] : ["raises its target", "lowers it"],
    difference: ["more than in the class", "less"],
  }[laid];
  return [
    { sign: 1, dashed: false, meaning: more },
    { sign: -1, dashed: false, meaning: less },
    ...(quantity === "contribution" && laid === "class"
      ? [{ sign: 1, dashed: true, meaning: "may be zero (95 %)" } as const]
      : []),
    ...(across ? [{ sign: 0, dashed: false, meaning: "share across hidden layers" } as const] : []),
  ];
}
