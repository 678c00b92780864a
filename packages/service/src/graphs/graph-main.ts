/** The program of a GraphThread. */
import { parentPort } from "node:worker_threads";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { ClusteringThread } from "@gipfel/pipeline";
import { answerQuestions } from "./answer-question.js";
import type { FromThread, OpenedText, Piece, ThreadFailure, ToThread } from "./graph-messages.js";
import { GraphShelf } from "./graph-shelf.js";
import type { LocatedFile } from "./located-file.js";
import { OpenTexts } from "./open-texts.js";

interface Locating {
  readonly resolve: (found: LocatedFile | null) => void;
  readonly reject: (error: Error) => void;
}

const locating = new Map<number, Locating>();
let located = 0;

const shelf = new GraphShelf((analysis, path) => {
  located += 1;
  const id = located;
  return new Promise((resolve, reject) => {
    locating.set(id, { resolve, reject });
    send({ type: "locate", id, analysis, path });
  });
}, new ClusteringThread());
const texts = new OpenTexts();
const answer = answerQuestions(shelf, texts);

parentPort?.on("message", (message: ToThread) => {
  switch (message.type) {
    case "ask":
      return void reply(message.id, () => answer(message.question));
    case "pull":
      return void reply(message.id, async () => texts.next(message.text));
    case "drop":
      return texts.drop(message.text);
    case "forget":
      return shelf.forget(message.analysis);
    case "located":
      locating.get(message.id)?.resolve(message.found);
      return void locating.delete(message.id);
    case "failed": {
      const { code, message: text } = message.failure;
      locating.get(message.id)?.reject(code === null ? new Error(text) : new GipfelError(code, text));
      return void locating.delete(message.id);
    }
  }
});

async function reply(id: number, work: () => Promise<unknown>): Promise<void> {
  try {
    const answered = await work();
    send({ type: "answered", id, answer: answered }, bytesIn(answered));
  } catch (error) {
    send({ type: "failed", id, failure: failureOf(error) });
  }
}

/** Bytes change hands without a copy. */
function bytesIn(answered: unknown): ArrayBuffer[] {
  if (typeof answered !== "object" || answered === null) return [];
  const { bytes, first } = answered as Partial<Piece & OpenedText>;
  const given = bytes ?? first;
  return given === undefined ? [] : [given.buffer as ArrayBuffer];
}

function failureOf(error: unknown): ThreadFailure {
  return { code: error instanceof GipfelError ? error.code : null, message: messageOf(error) };
}

function send(message: FromThread, transferred: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, transferred);
}
