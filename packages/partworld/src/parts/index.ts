import type { PartName } from "../part-names.js";
import { door, roof, window } from "./building-parts.js";
import { ear, eye, fin, mouth, nose } from "./creature-parts.js";
import { flame, lamp, wheel } from "./machine-parts.js";
import type { PartDrawing } from "./part.js";
import { leaf, petal, stem } from "./plant-parts.js";

export const partDrawings: Readonly<Record<PartName, PartDrawing>> = {
  door,
  ear,
  eye,
  fin,
  flame,
  lamp,
  leaf,
  mouth,
  nose,
  petal,
  roof,
  stem,
  wheel,
  window,
};
