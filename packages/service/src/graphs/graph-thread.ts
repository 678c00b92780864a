import { Worker } from "node:worker_threads";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { FairSlots } from "../callers/fair-slots.js";
import type {
  AnswerTo,
  FromThread,
  OpenedText,
  Piece,
  Question,
  QuestionKind,
  ThreadFailure,
  ToThread,
} from "./graph-messages.js";
import type { Locate } from "./graph-shelf.js";
import { PulledText } from "./pulled-text.js";

interface Pending {
  readonly resolve: (answer: never) => void;
  readonly reject: (error: Error) => void;
}

/** A text of a graph: all of it where it is short, and else as it is read. */
export interface TextAnswer {
  /** Changes with the text. */
  readonly tag: string;
  readonly body: Buffer | PulledText;
}

/** For this file in the build, and as a source. */
const builtProgram = new URL("../../dist/graphs/graph-main.js", import.meta.url);

/** Bytes of JavaScript memory: the largest graphs that were met, with their index, take a fifth. */
const defaultMemory = 1024 * 2 ** 20;

/** Graphs that are written for somebody at a time; others wait. */
const writing = { slots: 4, slotsPerCaller: 3, waiting: 64, waitingPerCaller: 32 };
/** Other questions, which are short. */
const asking = { slots: 16, waiting: 1000, waitingPerCaller: 500 };

/**
 * Reads, prunes and writes graphs on a thread of its own: a large one takes seconds and hundreds of megabytes, which no
 * request of others waits for and no memory of this one is taken for. The thread starts with the first question, again
 * after it was lost, and keeps no process alive while it has nothing to do.
 */
export class GraphThread {
  readonly #pending = new Map<number, Pending>();
  readonly #exports = new FairSlots("exports of graphs", writing);
  readonly #questions = new FairSlots("graphs", asking);
  #worker: Worker | undefined;
  #asked = 0;
  #isClosed = false;

  constructor(
    private readonly locate: Locate,
    private readonly options: { readonly program?: URL; readonly memory?: number } = {},
  ) {}

  /** @throws GipfelError as the answer fails; SERVICE_BUSY; OUT_OF_MEMORY, JOB_FAILED where the thread was lost; CANCELLED */
  ask<Kind extends QuestionKind>(question: Question<Kind> & { readonly kind: Kind }): Promise<AnswerTo<Kind>> {
    return this.#questions.run(() => this.#ask({ type: "ask", question }) as Promise<AnswerTo<Kind>>);
  }

  /** The text of a graph; one that is long keeps its place until it is read, destroyed, or nobody reads on. */
  async text(question: Question<"select"> | Question<"export">): Promise<TextAnswer> {
    const release = await (question.kind === "export" ? this.#exports : this.#questions).take();
    try {
      const { tag, first, text } = (await this.#ask({ type: "ask", question })) as OpenedText;
      const start = Buffer.from(first.buffer, first.byteOffset, first.byteLength);
      if (text === null) {
        release();
        return { tag, body: start };
      }
      const worker = this.#worker;
      const pull = () => {
        // Numbers of texts begin anew with each thread.
        if (this.#worker !== worker) return Promise.reject(lossOf(new Error("it has ended")));
        return this.#ask({ type: "pull", text }) as Promise<Piece>;
      };
      const end = () => {
        if (this.#worker === worker) worker?.postMessage({ type: "drop", text } satisfies ToThread);
        release();
      };
      return { tag, body: new PulledText(start, pull, end) };
    } catch (error) {
      release();
      throw error;
    }
  }

  forget(analysis: string): void {
    this.#worker?.postMessage({ type: "forget", analysis } satisfies ToThread);
  }

  /** What is asked for still is refused. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#failAll(closed());
    await this.#worker?.terminate();
  }

  #ask(message: Unnumbered): Promise<unknown> {
    if (this.#isClosed) return Promise.reject(closed());
    const worker = this.#thread();
    this.#asked += 1;
    const id = this.#asked;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      worker.ref();
      worker.postMessage({ ...message, id });
    });
  }

  #thread(): Worker {
    if (this.#worker) return this.#worker;
    const { program = builtProgram, memory = defaultMemory } = this.options;
    // Options of this process need not suit the build.
    const worker = new Worker(program, {
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: Math.ceil(memory / 2 ** 20) },
    });
    worker.on("message", (message: FromThread) => this.#hear(worker, message));
    worker.on("error", (error) => this.#lose(worker, lossOf(error)));
    worker.on("exit", () => this.#lose(worker, lossOf(new Error("it has ended"))));
    this.#worker = worker;
    return worker;
  }

  #hear(worker: Worker, message: FromThread): void {
    if (message.type === "locate") {
      const { id, analysis, path } = message;
      const tell = (answer: ToThread) => worker.postMessage(answer);
      this.locate(analysis, path).then(
        (found) => tell({ type: "located", id, found }),
        (error: unknown) => tell({ type: "failed", id, failure: failureOf(error) }),
      );
      return;
    }
    const pending = this.#pending.get(message.id);
    this.#pending.delete(message.id);
    if (this.#pending.size === 0) worker.unref();
    if (message.type === "answered") pending?.resolve(message.answer as never);
    else pending?.reject(errorOf(message.failure));
  }

  #lose(worker: Worker, error: GipfelError): void {
    if (this.#worker !== worker) return;
    this.#worker = undefined;
    this.#failAll(error);
  }

  #failAll(error: GipfelError): void {
    for (const { reject } of this.#pending.values()) reject(error);
    this.#pending.clear();
  }
}

type Unnumbered =
  | { readonly type: "ask"; readonly question: Question }
  | { readonly type: "pull"; readonly text: number };

function failureOf(error: unknown): ThreadFailure {
  return { code: error instanceof GipfelError ? error.code : null, message: messageOf(error) };
}

function errorOf({ code, message }: ThreadFailure): Error {
  return code === null ? new Error(message) : new GipfelError(code, message);
}

function lossOf(error: unknown): GipfelError {
  const isMemory = error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  const message = `the thread that reads graphs was lost: ${messageOf(error)}; ask again`;
  return new GipfelError(isMemory ? "OUT_OF_MEMORY" : "JOB_FAILED", message, { cause: error });
}

function closed(): GipfelError {
  return new GipfelError("CANCELLED", "the service is closing; ask again when it has started");
}
