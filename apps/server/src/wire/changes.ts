/**
 * Turns a subscription into values to iterate over. Whoever iterates slowly misses values in between, never the last.
 *
 * @param subscribe begins to tell values; gives the function that ends it, which is called in every case
 * @param isLast whether nothing follows
 * @param signal ends the iteration
 * @throws whatever `subscribe` rejects with, before there is anything to iterate over
 */
export async function changes<T extends object>(
  subscribe: (tell: (value: T) => void) => Promise<() => void>,
  isLast: (value: T) => boolean,
  signal: AbortSignal,
): Promise<AsyncGenerator<T>> {
  const untold: T[] = [];
  let wake = () => {};
  const unsubscribe = await subscribe((value) => {
    untold[0] = value;
    wake();
  });
  const end = () => {
    signal.removeEventListener("abort", end);
    unsubscribe();
    wake();
  };
  signal.addEventListener("abort", end);
  if (signal.aborted) end();

  return (async function* () {
    try {
      while (!signal.aborted) {
        const value = untold.pop();
        if (value === undefined) {
          await new Promise<void>((resolve) => {
            wake = resolve;
          });
          continue;
        }
        yield value;
        if (isLast(value)) return;
      }
    } finally {
      if (!signal.aborted) end();
    }
  })();
}
