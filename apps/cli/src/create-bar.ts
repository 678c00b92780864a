import { type Options, SingleBar } from "cli-progress";

/** Milliseconds between lines of progress where there is no terminal. */
const lineInterval = 2000;

/** A progress bar on stderr as all commands draw it. */
export function createBar(options: Pick<Options, "format" | "formatTime">): SingleBar {
  return new SingleBar({
    ...options,
    stream: process.stderr,
    hideCursor: true,
    noTTYOutput: true,
    notTTYSchedule: lineInterval,
    barsize: 24,
    barCompleteChar: "█",
    barIncompleteChar: "░",
  });
}
