import { startServer } from "@gipfel/server";
import type { Command } from "commander";
import { callerPath, serverToken } from "../environment.js";

export const defaultPort = 7654;

interface ServeArguments {
  readonly host: string;
  readonly port: string;
  readonly dataRoot?: string;
}

export function addServe(program: Command): void {
  program
    .command("serve")
    .description("show analysis folders in the browser")
    .argument("<dirs...>", "folders that gipfel analyze wrote")
    .option("--host <host>", "address to listen on; beyond loopback GIPFEL_TOKEN must be set", "127.0.0.1")
    .option("--port <port>", "port, 0 for any free one", String(defaultPort))
    .option("--data-root <dir>", "folder that data sets may come from (used by the analysis service)")
    .action(async (directories: string[], given: ServeArguments) => {
      await serve(directories.map(callerPath), given.host, Number(given.port));
    });
}

/** Serves until Ctrl-C. */
export async function serve(directories: string[], host: string, port: number): Promise<void> {
  const server = await startServer({ directories, host, port, ...(serverToken ? { token: serverToken } : {}) });
  process.stdout.write(`Open ${server.url}  (Ctrl-C ends)\n`);
  await new Promise<void>((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  await server.close();
}
