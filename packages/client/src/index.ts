export { type Client, type ClientOptions, createClient } from "./create-client.js";
export { ProblemError } from "./problem-error.js";
export type { CallOptions } from "./send.js";
