/** One look at the store for all who watch the same analysis. */
import { GipfelError, type JobStatus } from "@gipfel/contracts";
import { currentCaller } from "../callers/caller.js";
import { InTurn } from "../in-turn.js";
import type { AnalysisState } from "../service.js";

export interface WatchLimits {
  /** Streams of events, in all and of one caller. */
  readonly streams: number;
  readonly streamsPerCaller: number;
  /** Milliseconds between two looks at the store, beside those that events cause. */
  readonly pollInterval: number;
  /** Milliseconds in which events are taken together. */
  readonly eventInterval: number;
}

export const defaultWatchLimits: WatchLimits = {
  streams: 1000,
  streamsPerCaller: 250,
  pollInterval: 2000,
  eventInterval: 250,
};

type Listener = (state: AnalysisState) => void;

interface Topic {
  readonly listeners: Set<Listener>;
  /** The first look. */
  readonly ready: Promise<void>;
  readonly turns: InTurn;
  /** Null before the first look. */
  state: AnalysisState | null;
  stop(): void;
}

const ends: readonly JobStatus[] = ["finished", "failed", "cancelled"];

export class AnalysisWatch {
  readonly #topics = new Map<string, Topic>();
  readonly #streams = new Map<string, number>();
  #open = 0;

  /** @param look how an analysis is; after the first time undefined where the store is away, and will be asked again */
  constructor(
    private readonly look: (id: string, isFirst: boolean) => Promise<AnalysisState | undefined>,
    private readonly limits: WatchLimits = defaultWatchLimits,
  ) {}

  /**
   * Tells how an analysis is, at once and whenever that changes, until it ends.
   *
   * @returns what ends it
   * @throws GipfelError SERVICE_BUSY; whatever the first look throws
   */
  async watch(id: string, listener: Listener): Promise<() => void> {
    const release = this.#admit();
    const topic = this.#topics.get(id) ?? this.#start(id);
    try {
      await topic.ready;
    } catch (error) {
      release();
      throw error;
    }
    const tell: Listener = (state) => {
      if (ends.includes(state.status)) release();
      listener(state);
    };
    topic.listeners.add(tell);
    if (topic.state !== null) tell(topic.state);
    return () => {
      release();
      topic.listeners.delete(tell);
      if (topic.listeners.size === 0) topic.stop();
    };
  }

  /** Something happened to the analysis. */
  wake(id: string): void {
    this.#topics.get(id)?.turns.ask();
  }

  close(): void {
    for (const topic of this.#topics.values()) topic.stop();
  }

  #start(id: string): Topic {
    let told = "";
    const look = async () => {
      const state = await this.look(id, topic.state === null);
      if (state === undefined || this.#topics.get(id) !== topic) return;
      const text = JSON.stringify(state);
      if (text === told) return;
      told = text;
      topic.state = state;
      const listeners = [...topic.listeners];
      if (ends.includes(state.status)) topic.stop();
      for (const listener of listeners) listener(state);
    };
    const turns = new InTurn(this.limits.eventInterval, look);
    const timer = setInterval(turns.ask, this.limits.pollInterval);
    const stop = () => {
      clearInterval(timer);
      turns.stop();
      if (this.#topics.get(id) === topic) this.#topics.delete(id);
    };
    // After it is in the map, where a look that is outdated finds another.
    const ready = Promise.resolve()
      .then(look)
      .catch((error: unknown) => {
        stop();
        throw error;
      });
    const topic: Topic = { listeners: new Set(), ready, turns, state: null, stop };
    this.#topics.set(id, topic);
    return topic;
  }

  #admit(): () => void {
    const caller = currentCaller();
    const own = this.#streams.get(caller) ?? 0;
    if (this.#open >= this.limits.streams || own >= this.limits.streamsPerCaller) {
      throw new GipfelError("SERVICE_BUSY", "too many streams of events are open; close some, or ask for the state");
    }
    this.#open += 1;
    this.#streams.set(caller, own + 1);
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      this.#open -= 1;
      const left = (this.#streams.get(caller) ?? 1) - 1;
      if (left > 0) this.#streams.set(caller, left);
      else this.#streams.delete(caller);
    };
  }
}
