/** Items by priority, smaller first, and among equals in the order in which they came. */
export class ReadyQueue<T> {
  readonly #items: { readonly item: T; readonly priority: number }[] = [];

  push(item: T, priority: number): void {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#items[middle]!.priority <= priority) low = middle + 1;
      else high = middle;
    }
    this.#items.splice(low, 0, { item, priority });
  }

  shift(): T | undefined {
    return this.#items.shift()?.item;
  }
}
