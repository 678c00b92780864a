/** On whose behalf the service works, for all that shares things out fairly between callers. */
import { AsyncLocalStorage } from "node:async_hooks";

const callers = new AsyncLocalStorage<string>();

/** @param caller id of a token or an address; the same text is the same caller */
export function asCaller<T>(caller: string, work: () => T): T {
  return callers.run(caller, work);
}

/** Empty where the service works for itself. */
export function currentCaller(): string {
  return callers.getStore() ?? "";
}
