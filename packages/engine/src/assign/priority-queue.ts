/** Binary heap of small integers; equal priorities leave in ascending order of the item, so that runs repeat exactly. */
export class PriorityQueue {
  readonly #items: number[] = [];
  readonly #priorities: number[] = [];

  #before(a: number, b: number): boolean {
    const first = this.#priorities[a] ?? 0;
    const second = this.#priorities[b] ?? 0;
    return first < second || (first === second && (this.#items[a] ?? 0) < (this.#items[b] ?? 0));
  }

  #swap(a: number, b: number): void {
    for (const list of [this.#items, this.#priorities]) {
      const kept = list[a] ?? 0;
      list[a] = list[b] ?? 0;
      list[b] = kept;
    }
  }

  push(item: number, priority: number): void {
    let at = this.#items.push(item) - 1;
    this.#priorities.push(priority);
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#before(at, parent)) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): { item: number; priority: number } | undefined {
    const item = this.#items[0];
    const priority = this.#priorities[0];
    if (item === undefined || priority === undefined) return undefined;
    this.#swap(0, this.#items.length - 1);
    this.#items.pop();
    this.#priorities.pop();
    for (let at = 0; ; ) {
      let least = at;
      for (const child of [2 * at + 1, 2 * at + 2])
        if (child < this.#items.length && this.#before(child, least)) least = child;
      if (least === at) break;
      this.#swap(at, least);
      at = least;
    }
    return { item, priority };
  }
}
