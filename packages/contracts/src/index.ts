export * from "./analysis-document.js";
export * from "./api.js";
export * from "./attribution-methods.js";
export * from "./errors.js";
export * from "./explanation-document.js";
export * from "./graph-document.js";
export * from "./service/index.js";
export * from "./validate.js";
