import type { Client } from "@gipfel/client";
import type { View, ViewContent } from "@gipfel/contracts";
import { idempotencyKey } from "../../../service/idempotency-key.js";
import { Loader } from "../../../service/loadable.svelte.js";
import { isOfService } from "../../../service/of-service.js";
import { readAll } from "../../../service/read-all.js";

/** The saved views of one analysis. */
export class Views {
  readonly loader = new Loader<View[]>();
  readonly all: readonly View[] = $derived(this.loader.latest ?? []);

  constructor(private readonly service: Client) {}

  /** When they have come, or have not. */
  loaded: Promise<void> = Promise.resolve();

  /** Those of another analysis. */
  load(analysis: string): void {
    this.loader.clear();
    this.loaded = Promise.resolve();
    if (!isOfService(analysis)) return;
    this.loaded = this.loader.load((signal) =>
      readAll((query) => this.service.listViews({ params: { analysis }, query, signal })),
    );
  }

  find(id: string | null): View | null {
    return this.all.find((view) => view.id === id) ?? null;
  }

  /** @throws ProblemError */
  async create(analysis: string, name: string, content: ViewContent): Promise<View> {
    const body = { name, content };
    const made = await this.service.createView({ params: { analysis }, body, idempotencyKey: idempotencyKey() });
    this.loader.set([...this.all, made]);
    return made;
  }

  /** @throws ProblemError also where somebody else has changed it meanwhile */
  async change({ analysisId: analysis, id: view, version }: View, name: string, content: ViewContent): Promise<View> {
    const params = { analysis, view };
    const changed = await this.service.changeView({ params, body: { name, content }, ifVersion: version });
    this.loader.set(this.all.map((one) => (one.id === view ? changed : one)));
    return changed;
  }

  /** @throws ProblemError */
  async remove({ analysisId: analysis, id: view, version }: View): Promise<void> {
    await this.service.deleteView({ params: { analysis, view }, ifVersion: version });
    this.loader.set(this.all.filter((one) => one.id !== view));
  }
}
