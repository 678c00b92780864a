import { activationTable } from "./activation.js";
import { convolutionTable } from "./convolution.js";
import type { LayerTable } from "./layer-context.js";
import { mergeTable } from "./merge.js";
import { movementTable } from "./movement.js";
import { normalizationTable } from "./normalization.js";
import { poolingTable } from "./pooling.js";

/** Every Keras layer that can be imported, by its class. */
export const layers: LayerTable = {
  ...convolutionTable,
  ...normalizationTable,
  ...activationTable,
  ...mergeTable,
  ...poolingTable,
  ...movementTable,
};
