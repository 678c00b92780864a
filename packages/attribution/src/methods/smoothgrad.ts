import { gradient } from "./gradient.js";
import { gradientXInput } from "./gradient-x-input.js";
import { guidedBackprop } from "./guided-backprop.js";
import type { Method } from "./method.js";

/** Another method, averaged over noisy copies of the image; for integrated gradients, over the path of each copy too. */
export const smoothgrad: Method<"smoothgrad"> = {
  sampling: ({ over }) => (over === "integrated-gradients" ? "noisy-path" : "noise"),
  finish: ({ over, form }) => (over === "saliency" ? "channel-maximum" : form),
  attribute(graph, { over }) {
    switch (over) {
      case "gradient":
      case "saliency":
      case "integrated-gradients":
        return gradient.attribute(graph, { form: "signed" });
      case "gradient-x-input":
        return gradientXInput.attribute(graph, {});
      case "guided-backprop":
        return guidedBackprop.attribute(graph, {});
    }
  },
};
