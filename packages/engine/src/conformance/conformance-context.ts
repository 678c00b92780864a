import type { Engine } from "../engine.js";

/** What the parts of the conformance suite are given. */
export interface ConformanceContext {
  /** The engine that the tests share. */
  readonly engine: () => Engine;
  /** One of its own, for a test that ends it. */
  readonly createEngine: () => Engine;
  /**
   * Declares a test, or skips it where the adapter has a reason to.
   * @param subjects the case and the operations the test is about; the adapter's reasons name these.
   */
  readonly test: (name: string, subjects: readonly string[], run: () => Promise<void>) => void;
}
