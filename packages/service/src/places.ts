import { join } from "node:path";

/** Where things lie below the state folder, which all processes of a service share. */
export class Places {
  /** Paths outside that references lead to, as far as this process has met them: no caller is told of them. */
  readonly outside = new Set<string>();

  constructor(
    readonly state: string,
    readonly dataRoot: string | null,
    /** What is under construction; entries are renamed to where they belong. Job processes have a folder of their own. */
    readonly drafts = join(state, "drafts"),
  ) {}

  get artifacts(): string {
    return join(this.state, "artifacts");
  }
  get database(): string {
    return join(this.state, "store.db");
  }
  /** Work of analyses, one folder each, with one for each run. */
  get allWork(): string {
    return join(this.state, "work");
  }
  work(analysisId: string): string {
    return join(this.allWork, analysisId);
  }
  /** Each run, from the beginning, has a folder of its own: one that was given up may still be written to for a while. */
  run(analysisId: string, run: number): string {
    return join(this.work(analysisId), String(run));
  }
  /** Models under their names, as importers want them. */
  model(modelId: string): string {
    return join(this.allModels, modelId);
  }
  get allModels(): string {
    return join(this.state, "models");
  }
  /** Uploaded data sets, unpacked. */
  dataset(datasetId: string): string {
    return join(this.allDatasets, datasetId);
  }
  get allDatasets(): string {
    return join(this.state, "datasets");
  }
  /** Of what stays where its owner has it: models, data sets and analyses, by their ids. */
  get references(): string {
    return join(this.state, "references");
  }
}
