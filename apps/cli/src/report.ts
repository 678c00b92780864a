/** What the user sees of a run: a progress bar and sentences, or one JSON object per line. */
import type { Progress } from "@gipfel/pipeline";
import type { SingleBar } from "cli-progress";
import { createBar } from "./create-bar.js";
import { formatSeconds } from "./format.js";
import { ownWords } from "./own-words.js";

export interface Report {
  progress(progress: Progress): void;
  notice(text: string): void;
  /** The last word: `text` for people, `summary` for programs. */
  finish(summary: Readonly<Record<string, unknown>>, text: string): void;
  /** A line of its own before the work starts. */
  announce(record: Readonly<Record<string, unknown>>, text: string): void;
  stop(): void;
}

export function createReport(json: boolean): Report {
  return json ? new JsonReport() : new TerminalReport();
}

const line = (record: Readonly<Record<string, unknown>>) => process.stdout.write(`${JSON.stringify(record)}\n`);

class JsonReport implements Report {
  progress(progress: Progress): void {
    line({ type: "progress", ...progress });
  }
  notice(text: string): void {
    line({ type: "notice", text });
  }
  announce(record: Readonly<Record<string, unknown>>): void {
    line({ type: "progress", ...record });
  }
  finish(summary: Readonly<Record<string, unknown>>): void {
    line({ type: "summary", ...summary });
  }
  stop(): void {}
}

const phaseNames: Record<Progress["phase"], string> = {
  prepare: "Preparing",
  baseline: "Mean baseline",
  collect: "Attributing",
  concepts: "Finding concepts",
  edges: "Integrating edges",
  graphs: "Writing graphs",
  explain: "Explaining",
  evaluate: "Evaluating",
  visualize: "Visualising",
};

/** @param seconds a word where the library knows none: before anything is done, or while nothing moves */
export function timeLeft(seconds: number | string): string {
  return typeof seconds === "number" ? `about ${formatSeconds(seconds)} left` : "time left unknown";
}

class TerminalReport implements Report {
  #bar: SingleBar | undefined;
  #phase: string | undefined;

  progress({ phase, done, total, unit }: Progress): void {
    if (phase !== this.#phase) {
      this.stop();
      this.#phase = phase;
      this.#bar = createBar({
        format: `${phaseNames[phase].padEnd(17)} {bar} {value}/{total} ${unit}  {duration_formatted} ({eta_formatted})`,
        // The library rounds what is left, and nothing else.
        formatTime: (seconds, _options, rounding) => (rounding > 1 ? timeLeft(seconds) : formatSeconds(seconds)),
      });
      this.#bar.start(total, done);
    }
    this.#bar?.update(done);
    if (done === total) this.stop();
  }

  notice(text: string): void {
    this.stop();
    process.stderr.write(`${ownWords(text)}\n`);
  }

  announce(_record: Readonly<Record<string, unknown>>, text: string): void {
    process.stderr.write(`${ownWords(text)}\n`);
  }

  finish(_summary: Readonly<Record<string, unknown>>, text: string): void {
    this.stop();
    process.stdout.write(`${ownWords(text)}\n`);
  }

  stop(): void {
    this.#bar?.stop();
    this.#bar = undefined;
    this.#phase = undefined;
  }
}
