import type { Component } from "svelte";
import type { GraphModel } from "../../../graph-model/graph-model.js";
import type { ImageStore } from "../../../images/image-store.js";
import type { PanelName } from "../../../routing/graph-address.js";
import type { Explorer } from "../state/explorer.svelte.js";

/** What every panel beside the drawing is given. */
export interface PanelProps {
  readonly explorer: Explorer;
  readonly model: GraphModel;
  readonly images: ImageStore;
}

export interface Panel {
  readonly name: PanelName;
  /** On its tab. */
  readonly label: string;
  /** Loaded when it is first opened. */
  load(): Promise<{ readonly default: Component<PanelProps> }>;
}

/** What stands beside the drawing, in the order of the tabs. */
export const panels: readonly Panel[] = [
  { name: "details", label: "Details", load: () => import("./details/Details.svelte") },
  { name: "pins", label: "Pinned", load: () => import("./pins/PinsPanel.svelte") },
  { name: "concepts", label: "Concepts", load: () => import("./concepts/ConceptsPanel.svelte") },
  { name: "image", label: "Image", load: () => import("./image/ImagePanel.svelte") },
  { name: "export", label: "Export", load: () => import("./export/ExportPanel.svelte") },
];
