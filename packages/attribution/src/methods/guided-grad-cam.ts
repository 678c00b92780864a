import { spatialSize } from "@gipfel/network";
import { enlarge } from "../enlarge.js";
import { gradCamMap } from "./grad-cam.js";
import { guidedGradients } from "./guided-backprop.js";
import type { Method } from "./method.js";

/** Guided backpropagation ⊙ Grad-CAM, the latter enlarged to the image. */
export const guidedGradCam: Method<"guided-grad-cam"> = {
  sampling: () => "once",
  inputOnly: true,
  attribute(graph, { layer, interpolation }) {
    const { builder, input } = graph;
    const map = enlarge(builder, gradCamMap(graph, layer), spatialSize(input.shape), interpolation);
    return builder.multiply(guidedGradients(graph).get(input.name)!, map);
  },
};
