import { type Network, nodeNamed } from "@gipfel/network";
import { checkFeeds } from "../check-feeds.js";
import { chooseDevice } from "../devices.js";
import type { CompiledNetwork, Engine, EngineOptions, RunTensors } from "../engine.js";
import { orFail } from "../thread/or-fail.js";
import { ProgramThread } from "./program-thread.js";
import { type TfjsDevice, tfjsDevices, tfjsPackage, tfjsVersion } from "./tfjs-devices.js";
import { constantId, type Dialect, type NetworkSkeleton, type TensorNames } from "./write/program-writer.js";
import { writeProgram } from "./write/write-program.js";

const precise: Dialect = { batchedProducts: true, longestSum: Number.POSITIVE_INFINITY };
const dialects: Readonly<Record<TfjsDevice, Dialect>> = {
  gpu: precise,
  node: precise,
  wasm: { batchedProducts: false, longestSum: 1024 },
  cpu: precise,
};

/**
 * The engine on TensorFlow.js: its native library where that is installed, else WebAssembly. Threads are for the native
 * library: WebAssembly computes on one (in Node, TensorFlow.js starts no more).
 */
export class TfjsEngine implements Engine {
  readonly name = "tfjs";
  readonly #device: TfjsDevice;
  readonly #thread: ProgramThread;
  #opened: Promise<void> | undefined;

  /**
   * @param options `device`: `auto` for the fastest that is here, or `gpu`, `node`, `wasm`, `cpu`.
   * @throws GipfelError ENGINE_UNAVAILABLE for a device that this installation does not have.
   */
  constructor(private readonly options: EngineOptions) {
    this.#device = chooseDevice(this.name, tfjsDevices(), options.device) as TfjsDevice;
    this.#thread = new ProgramThread();
  }

  get description(): string {
    return `tfjs ${tfjsVersion(this.#device)} ${this.#device}`;
  }

  async compile(network: Network): Promise<CompiledNetwork> {
    const thread = this.#thread;
    const names: TensorNames = new Map();
    const session = await orFail("TensorFlow.js could not prepare the network", async () => {
      this.#opened ??= thread.open(this.#device, tfjsPackage(this.#device), this.options.threads);
      await this.#opened;
      const constants = [...network.constants].map(([name, value]) => [constantId(names, name), value] as const);
      return thread.create(Object.fromEntries(constants));
    });
    const skeleton = withoutData(network);
    const prepared = new Map<string, Promise<void>>();
    const prepare = (key: string, sizes: ReadonlyMap<string, number>) => {
      const known = prepared.get(key);
      if (known) return known;
      const program = writeProgram(skeleton, sizes, names, dialects[this.#device]);
      const ready = thread.prepare(session, key, program);
      prepared.set(key, ready);
      return ready;
    };
    return {
      run: async (feeds: RunTensors) => {
        checkFeeds(skeleton, feeds);
        const sizes = sizesOf(skeleton, feeds);
        const key = JSON.stringify([...sizes]);
        return orFail("TensorFlow.js failed", async () => {
          await prepare(key, sizes);
          return thread.run(session, key, feeds);
        });
      },
      dispose: () => thread.release(session),
    };
  }

  async dispose(): Promise<void> {
    await this.#thread.end();
  }
}

/** What running needs once the constants are on the thread. */
function withoutData({ inputs, outputs, nodes, constants }: Network): NetworkSkeleton {
  return { inputs, outputs, nodes, constants: new Map([...constants].map(([name, { shape }]) => [name, { shape }])) };
}

/** The sizes of the symbolic dimensions, from feeds that fit. */
function sizesOf(network: NetworkSkeleton, feeds: RunTensors): Map<string, number> {
  const sizes = new Map<string, number>();
  for (const name of network.inputs) {
    nodeNamed(network, name).shape.forEach((dimension, axis) => {
      if (typeof dimension === "string") sizes.set(dimension, feeds[name]!.shape[axis]!);
    });
  }
  return sizes;
}
