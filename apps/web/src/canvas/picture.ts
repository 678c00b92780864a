import type { GraphModel } from "../graph-model/graph-model.js";
import type { Layout } from "../graph-model/layout.js";
import type { Scene } from "../graph-model/scene.js";

/** A sign at a node: a frame in a colour of its own, and a letter, for those who cannot tell the colours apart. */
export interface NodeMark {
  readonly letter: string;
  readonly colour: "positive" | "negative";
}

/** What is drawn. The document of the model is the same as long as a canvas lives. */
export interface Picture {
  readonly model: GraphModel;
  readonly layout: Layout;
  readonly scene: Scene;
  /** By node id. */
  readonly marks?: ReadonlyMap<string, NodeMark>;
}
