import type { GraphModel } from "../graph-model/graph-model.js";
import type { Layout } from "../graph-model/layout.js";
import type { Scene } from "../graph-model/scene.js";

/** What is drawn. The document of the model is the same as long as a canvas lives. */
export interface Picture {
  readonly model: GraphModel;
  readonly layout: Layout;
  readonly scene: Scene;
}
