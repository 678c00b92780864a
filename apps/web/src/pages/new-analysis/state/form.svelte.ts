import { type Client, ProblemError } from "@gipfel/client";
import type { AnalysisSettings, Dataset, Model, ServiceAnalysis } from "@gipfel/contracts";
import { messageOf } from "@gipfel/contracts";
import type { NewAnalysisAddress } from "../../../routing/route.js";
import { idempotencyKey } from "../../../service/idempotency-key.js";
import { isOfService } from "../../../service/of-service.js";
import { readAll } from "../../../service/read-all.js";
import { basicSettings, furtherSettings } from "../../../settings/setting-words.js";
import {
  changedFields,
  draftOf,
  readDraft,
  type SettingName,
  type SettingsDraft,
} from "../../../settings/settings-draft.js";
import { sentence } from "../../../wording.js";
import { type FieldName, fieldOfProblem } from "../problem-field.js";

/** What the service has for an analysis. */
export interface Offer {
  readonly models: readonly Model[];
  readonly datasets: readonly Dataset[];
  readonly defaults: AnalysisSettings;
  /** Whose settings to begin with. */
  readonly original: ServiceAnalysis | null;
  readonly mayWrite: boolean;
}

export async function loadOffer(service: Client, from: string | null, signal: AbortSignal): Promise<Offer> {
  const [models, datasets, defaults, original, access] = await Promise.all([
    readAll((query) => service.listModels({ query, signal })),
    readAll((query) => service.listDatasets({ query, signal })),
    service.showDefaults({ signal }),
    from === null ? null : service.showAnalysis({ params: { analysis: from }, signal }),
    service.showAccess({ signal }),
  ]);
  return { models, datasets, defaults, original, mayWrite: access.role === "write" };
}

/** The form of a new analysis: what is filled in, and what is wrong with it. */
export class Form {
  modelId = $state("");
  datasetId = $state("");
  name = $state("");
  draft = $state.raw<SettingsDraft>() as SettingsDraft;
  /** What the service said of a field, until it is changed. */
  #refused = $state.raw<{ field: FieldName; message: string } | null>(null);
  /** What it said otherwise. */
  failure = $state.raw<string | null>(null);
  isBusy = $state(false);

  readonly defaults: SettingsDraft;
  readonly model = $derived.by(() => this.offer.models.find(({ id }) => id === this.modelId) ?? null);
  readonly dataset = $derived.by(() => this.offer.datasets.find(({ id }) => id === this.datasetId) ?? null);
  readonly #read = $derived(readDraft(this.draft));
  readonly changed = $derived.by(() => changedFields(this.draft, this.defaults));
  readonly settings = $derived(this.#read.settings);
  readonly isComplete = $derived(this.model?.status === "ready" && this.dataset !== null && this.settings !== null);
  readonly suggestedName = $derived(
    this.model && this.dataset ? `${this.model.name} on ${this.dataset.name}` : "model on data set",
  );
  #key = idempotencyKey();

  constructor(
    readonly offer: Offer,
    address: NewAnalysisAddress,
  ) {
    const { models, datasets, defaults, original } = offer;
    const ready = models.filter(({ status }) => status === "ready");
    // A folder of the command line knows its model by the hash of its file.
    const known = ready.find(({ id, hash }) => original && [id, hash].includes(original.modelId));
    this.modelId = address.model ?? known?.id ?? ready[0]?.id ?? "";
    this.datasetId =
      address.dataset ?? datasets.find(({ id }) => id === original?.datasetId)?.id ?? datasets[0]?.id ?? "";
    this.defaults = draftOf(defaults);
    this.draft = original ? draftOf(original.settings) : this.defaults;
  }

  problemOf(field: FieldName): string | null {
    if (this.#refused?.field === field) return this.#refused.message;
    if (field === "model" && this.model?.status === "refused")
      return "This model was refused: why is said beside this.";
    return this.#read.problems.get(field as SettingName) ?? null;
  }

  set<Name extends SettingName>(name: Name, value: SettingsDraft[Name]): void {
    this.draft = { ...this.draft, [name]: value };
    this.forgive(name);
  }

  reset(name: SettingName): void {
    this.draft = { ...this.draft, [name]: this.defaults[name] };
    this.forgive(name);
  }

  /** A field was changed: what was said of it no longer holds. */
  forgive(field: FieldName): void {
    if (this.#refused?.field === field) this.#refused = null;
    this.failure = null;
    this.#key = idempotencyKey();
  }

  /** Starts the analysis. @returns null where the service does not take it: then the form says why */
  async start(service: Client): Promise<ServiceAnalysis | null> {
    const { settings, modelId, datasetId } = this;
    if (!settings) return null;
    const { original } = this.offer;
    const name = this.name.trim();
    const named = name === "" ? {} : { name };
    const isClone = original?.modelId === modelId && original.datasetId === datasetId && isOfService(original.id);
    this.isBusy = true;
    this.failure = this.#refused = null;
    try {
      const idempotent = { idempotencyKey: this.#key };
      return isClone
        ? await service.cloneAnalysis({
            params: { analysis: original.id },
            body: { ...named, settings },
            ...idempotent,
          })
        : await service.createAnalysis({ body: { modelId, datasetId, settings, ...named }, ...idempotent });
    } catch (error) {
      this.#refuse(error);
      return null;
    } finally {
      this.isBusy = false;
    }
  }

  #refuse(error: unknown): void {
    const message = sentence(messageOf(error));
    const fields: FieldName[] = [...basicSettings, ...furtherSettings, "model", "dataset", "name"];
    const field = error instanceof ProblemError ? fieldOfProblem(error.problem.code, error.message, fields) : null;
    if (field) this.#refused = { field, message };
    else this.failure = message;
  }
}
