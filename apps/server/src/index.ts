export {
  type BackUpOptions,
  backUpState,
  type CopyProgress,
  checkState,
  restoreState,
  retentionOf,
} from "@gipfel/service";
export { defaultRateLimit } from "./access/rate-limit.js";
export { namesIn, readServerEnvironment, type ServerEnvironment } from "./environment.js";
export { type OpenTokens, openTokens } from "./open-tokens.js";
export { type ServerOptions, type StartedServer, startServer } from "./start-server.js";
