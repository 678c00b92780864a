import type { SingleBar } from "cli-progress";
import { createBar } from "./create-bar.js";

/** Milliseconds after which somebody who waits wants to see why. */
const patience = 2000;

export interface SlowBar {
  update(progress: { readonly done: number; readonly total: number }): void;
  stop(): void;
}

/** A progress bar on stderr for what seldom takes long: nothing is seen of it in the first two seconds. */
export function createSlowBar(name: string, unit: string): SlowBar {
  const start = performance.now();
  let bar: SingleBar | undefined;
  return {
    update({ done, total }) {
      if (!bar && performance.now() - start > patience) {
        bar = createBar({ format: `${name} {bar} {value}/{total} ${unit}  {duration_formatted}` });
        bar.start(total, done);
      }
      bar?.update(done);
    },
    stop: () => bar?.stop(),
  };
}
