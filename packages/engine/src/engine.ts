import type { Network } from "@gipfel/network";

/** Values that enter or leave a run: float32 in C order; symbolic dimensions have their sizes now. */
export interface RunTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export type RunTensors = Readonly<Record<string, RunTensor>>;

/** A network made ready to run. Holds memory of the engine until it is disposed of. */
export interface CompiledNetwork {
  /**
   * @param feeds a value for each input of the network.
   * @returns a value for each output.
   * @throws GipfelError SHAPE_MISMATCH where the feeds are not the inputs of the network; ENGINE_FAILED
   */
  run(feeds: RunTensors): Promise<RunTensors>;
  dispose(): Promise<void>;
}

/** Runs networks. One port, an adapter per library; one conformance suite holds for all. */
export interface Engine {
  readonly name: string;
  /** Library version and device, for provenance. */
  readonly description: string;
  /** @throws GipfelError ENGINE_FAILED */
  compile(network: Network): Promise<CompiledNetwork>;
  /** Ends the engine with all it compiled. */
  dispose(): Promise<void>;
}

export interface EngineOptions {
  /** `auto`, or `cpu`, `cuda`, `wasm`, …; the adapter knows which. */
  readonly device: string;
  /** Threads inside one operation. */
  readonly threads: number;
}
