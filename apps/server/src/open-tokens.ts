import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { openStore, type TokenRepository } from "@gipfel/store";

export interface OpenTokens {
  readonly repository: TokenRepository;
  close(): Promise<void>;
}

/**
 * The tokens of a service, which may run meanwhile or not.
 *
 * @param state folder of the service; made where there is none
 * @param databaseUrl of a cluster
 * @throws GipfelError STORE_UNAVAILABLE
 */
export async function openTokens(state: string, databaseUrl?: string): Promise<OpenTokens> {
  await mkdir(state, { recursive: true, mode: 0o700 });
  const url = databaseUrl ?? `file:${join(state, "store.db")}`;
  const store = await openStore({ url, artifacts: join(state, "artifacts") });
  return { repository: store.tokens, close: () => store.close() };
}
