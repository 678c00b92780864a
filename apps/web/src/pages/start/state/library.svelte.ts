import type { Client } from "@gipfel/client";
import type { AnalysisSummary, Dataset, Model, ServiceAnalysis } from "@gipfel/contracts";
import { Loader } from "../../../service/loadable.svelte.js";
import { readAll } from "../../../service/read-all.js";
import { isUnderWay } from "../../../service/status.js";
import { describeAnalyses } from "../describe-analyses.js";

/** Milliseconds between two looks at the service: while something moves, and otherwise. */
const oftenEvery = 1500;
const seldomEvery = 15_000;

export interface Access {
  readonly role: "read" | "write";
  readonly hasDataRoot: boolean;
}

/** Everything that the service keeps, looked at again and again while the page is open. */
export class Library {
  readonly models = new Loader<Model[]>();
  readonly datasets = new Loader<Dataset[]>();
  readonly analyses = new Loader<ServiceAnalysis[]>();
  /** What finished analyses found; read again when one more is finished. */
  readonly results = new Loader<AnalysisSummary[]>();
  readonly access = new Loader<Access>();
  /** When the service last answered, in milliseconds, where it does not any more. */
  silentSince = $state.raw<number | null>(null);
  now = $state.raw(Date.now());

  readonly entries = $derived(
    describeAnalyses(this.analyses.value ?? [], this.models.value ?? [], this.datasets.value ?? [], this.results.value),
  );
  readonly mayWrite = $derived(this.access.value?.role !== "read");
  readonly hasDataRoot = $derived(this.access.value?.hasDataRoot !== false);
  readonly #isMoving = $derived(
    this.analyses.value?.some(isUnderWay) || this.models.value?.some(({ status }) => status === "checking"),
  );
  #answeredAt = Date.now();

  constructor(readonly service: Client) {}

  /** Loads all, and keeps looking. @returns what ends that */
  follow(): () => void {
    let hasEnded = false;
    let timer = 0;
    const look = async () => {
      clearTimeout(timer);
      if (!document.hidden) await this.look();
      if (!hasEnded) timer = window.setTimeout(look, this.#isMoving ? oftenEvery : seldomEvery);
    };
    void this.access.load((signal) => this.service.showAccess({ signal }));
    void look();
    const onVisible = () => void (document.hidden || look());
    document.addEventListener("visibilitychange", onVisible);
    return () => {
      hasEnded = true;
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", onVisible);
      for (const loader of [this.models, this.datasets, this.analyses, this.results]) loader.clear();
    };
  }

  /** Looks at everything once; what is shown stays until the new is there. */
  async look(): Promise<void> {
    const finishedBefore = this.#finished();
    const readResults = () =>
      this.results.refresh((signal) => readAll((query) => this.service.listResults({ query, signal })));
    const first = this.results.value === null ? readResults() : null;
    const came = await Promise.all([
      this.models.refresh((signal) => readAll((query) => this.service.listModels({ query, signal }))),
      this.datasets.refresh((signal) => readAll((query) => this.service.listDatasets({ query, signal }))),
      this.analyses.refresh((signal) => readAll((query) => this.service.listAnalyses({ query, signal }))),
    ]);
    await (first ?? (this.#finished() === finishedBefore ? null : readResults()));
    this.now = Date.now();
    if (came.every(Boolean)) this.#answeredAt = this.now;
    this.silentSince = came.every(Boolean) ? null : this.#answeredAt;
  }

  #finished(): string {
    const finished = this.analyses.value?.filter(({ status }) => status === "finished") ?? [];
    return finished.map(({ id }) => id).join();
  }
}
