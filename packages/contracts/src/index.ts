export * from "./analysis-document.js";
export * from "./api.js";
export * from "./errors.js";
export * from "./graph-document.js";
export * from "./validate.js";
