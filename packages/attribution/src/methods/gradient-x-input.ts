import { gradientAtLevel } from "./gradient.js";
import type { Method } from "./method.js";

/** x ⊙ ∂ score / ∂ x, x in network units. */
export const gradientXInput: Method<"gradient-x-input"> = {
  sampling: () => "once",
  attribute: (graph) => graph.builder.multiply(graph.levelValue, gradientAtLevel(graph)),
};
