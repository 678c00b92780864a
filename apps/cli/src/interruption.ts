/** Ctrl-C once ends the run after the batch in hand, with nothing half-written; twice ends it at once. */
export function interruptible<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(2);
    controller.abort();
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
  return action(controller.signal).finally(() => {
    process.off("SIGINT", stop);
    process.off("SIGTERM", stop);
  });
}
