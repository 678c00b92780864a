export { type ServerOptions, type StartedServer, startServer } from "./start-server.js";
