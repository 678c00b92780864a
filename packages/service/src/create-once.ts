import { GipfelError } from "@gipfel/contracts";
import type { IdempotentRequest, Repositories, Store } from "@gipfel/store";

/**
 * Creates something, once where the request has a key.
 *
 * @param create gives the resource as it is answered, anything that JSON can hold
 * @param parse of an answer that was given before
 * @throws GipfelError IDEMPOTENCY_CONFLICT
 */
export async function createOnce<T>(
  store: Store,
  once: IdempotentRequest | undefined,
  create: (repositories: Repositories) => Promise<T>,
  parse: (answer: unknown) => T,
): Promise<T> {
  if (!once) return store.transaction(create);
  const creation = await store.createOnce(once, create);
  if (creation.outcome === "conflict") {
    throw new GipfelError(
      "IDEMPOTENCY_CONFLICT",
      `the key ${once.key} was used for another request; use a new key for each creation`,
    );
  }
  return creation.outcome === "created" ? creation.answer : parse(creation.answer);
}
