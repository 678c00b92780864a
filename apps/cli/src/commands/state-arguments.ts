/** Which service a command is about: its state folder and database, as `serve` finds them. */
import { readServerEnvironment } from "@gipfel/server";
import { callerPath } from "../environment.js";

export const stateOption = ["--state <dir>", "folder of the service's state; as of serve"] as const;

export interface StatePlace {
  readonly state: string;
  /** Of a cluster. */
  readonly databaseUrl?: string;
}

export function statePlace(given: { readonly state?: string }): StatePlace {
  const options = given.state === undefined ? {} : { state: callerPath(given.state) };
  const { state, cluster } = readServerEnvironment(process.env, options);
  return { state, ...(cluster && { databaseUrl: cluster.databaseUrl }) };
}
