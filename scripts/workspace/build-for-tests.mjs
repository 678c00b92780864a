import { setUp } from "./set-up.mjs";

/** Vitest's global set-up: tests run on the sources, and the processes that they start on what is built of them. */
export default async function buildForTests() {
  if (!(await setUp({ only: "code" }))) throw new Error("The program that tests start cannot be built: see above.");
}
