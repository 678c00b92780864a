import { type Client, createClient } from "@gipfel/client";

/** The service that this page came from. Every method throws an Error whose message is meant for the reader. */
export function connect(token: string | null, request: typeof fetch = readableFetch): Client {
  return createClient({ baseUrl: location.origin, fetch: request, ...(token !== null && { token }) });
}

export const noAnswer = "The service does not answer. Is it still running, and is this machine online?";

const readableFetch: typeof fetch = async (input, init) => {
  try {
    return await fetch(input, init);
  } catch (cause) {
    if (init?.signal?.aborted) throw cause;
    throw new Error(noAnswer, { cause });
  }
};
