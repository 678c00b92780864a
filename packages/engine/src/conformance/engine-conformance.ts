import { afterAll, describe, it } from "vitest";
import type { Engine } from "../engine.js";
import { describeArithmetic } from "./arithmetic-conformance.js";
import type { ConformanceContext } from "./conformance-context.js";
import { describeConvolutions } from "./convolution-conformance.js";
import { describeFixtures } from "./fixtures-conformance.js";
import { describeImported } from "./imported-conformance.js";
import { describeMovements } from "./movement-conformance.js";
import { describeOperators } from "./operators-conformance.js";
import { describePools } from "./pool-conformance.js";
import { describePort } from "./port-conformance.js";

/**
 * The laws of the engine port. Every adapter runs all of them.
 *
 * @param createEngine one thread, on the processor.
 * @param skips by fixture case or operation (of ONNX, or of the network): why this adapter does not pass.
 */
export function describeEngine(
  name: string,
  createEngine: () => Engine,
  skips: Readonly<Record<string, string>> = {},
): void {
  let made: Engine | undefined;
  const context: ConformanceContext = {
    createEngine,
    engine: () => {
      made ??= createEngine();
      return made;
    },
    test: (title, subjects, run) => {
      const reason = subjects.map((subject) => skips[subject]).find((found) => found !== undefined);
      if (reason === undefined) it(title, run);
      else it.skip(`${title} (${reason})`, run);
    },
  };
  describe(`engine ${name}`, () => {
    afterAll(() => made?.dispose());
    describeFixtures(context);
    describeImported(context);
    describeOperators(context);
    describeConvolutions(context);
    describePools(context);
    describeArithmetic(context);
    describeMovements(context);
    describePort(context);
  });
}
