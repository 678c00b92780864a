export { type DemoModel, demoModel } from "./demo-model.js";
export type { Box } from "./geometry.js";
export { type PartName, partNames } from "./part-names.js";
export { classNames, drawScene, type Scene, sceneSize } from "./scene.js";
export { type PartWorldOptions, writePartWorld } from "./write-part-world.js";
