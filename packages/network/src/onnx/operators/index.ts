import type { OperatorTable } from "../import-context.js";
import { activationOperators } from "./activation.js";
import { arithmeticOperators } from "./arithmetic.js";
import { convolutionOperators } from "./convolution.js";
import { denseOperators } from "./dense.js";
import { einsumOperators } from "./einsum.js";
import { gatherOperators } from "./gather.js";
import { logicOperators } from "./logic.js";
import { movementOperators } from "./movement.js";
import { normalizationOperators } from "./normalization.js";
import { poolingOperators } from "./pooling.js";
import { quantizationOperators } from "./quantization.js";
import { rearrangeOperators } from "./rearrange.js";
import { reductionOperators } from "./reductions.js";
import { repetitionOperators } from "./repetition.js";
import { resizeOperators } from "./resize.js";

/** Every ONNX operator that can be imported, by its name in the default domain. */
export const operators: OperatorTable = {
  ...convolutionOperators,
  ...denseOperators,
  ...einsumOperators,
  ...normalizationOperators,
  ...arithmeticOperators,
  ...activationOperators,
  ...poolingOperators,
  ...reductionOperators,
  ...movementOperators,
  ...gatherOperators,
  ...repetitionOperators,
  ...logicOperators,
  ...quantizationOperators,
  ...rearrangeOperators,
  ...resizeOperators,
};
