/**
 * What the roots need, each after all that it needs itself, in the order of first need.
 *
 * @param circular the error for something that needs itself.
 */
export function topologicalOrder<K>(
  roots: Iterable<K>,
  dependenciesOf: (key: K) => readonly K[],
  circular: (key: K) => Error,
): K[] {
  const done = new Set<K>();
  const open = new Set<K>();
  for (const root of roots) {
    // A stack of its own: a chain of layers may be longer than the call stack is deep.
    const stack = [root];
    while (stack.length > 0) {
      const key = stack.at(-1)!;
      const missing = done.has(key) ? [] : dependenciesOf(key).filter((dependency) => !done.has(dependency));
      if (missing.length === 0) {
        stack.pop();
        open.delete(key);
        done.add(key);
        continue;
      }
      open.add(key);
      const again = missing.find((dependency) => open.has(dependency));
      if (again !== undefined) throw circular(again);
      stack.push(...missing.reverse());
    }
  }
  return [...done];
}
