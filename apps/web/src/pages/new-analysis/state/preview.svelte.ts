import { type Client, ProblemError } from "@gipfel/client";
import type { AnalysisEstimate, ModelPlan } from "@gipfel/contracts";
import { untrack } from "svelte";
import { Loader } from "../../../service/loadable.svelte.js";
import type { Form } from "./form.svelte.js";

/** Changes that follow each other faster than this are asked about once, in milliseconds. */
const pause = 400;

/** What an analysis would do, and what it would cost, with what the form says: asked anew whenever that changes. */
export class Preview {
  readonly plan = new Loader<ModelPlan>();
  readonly estimate = new Loader<AnalysisEstimate>();
  /** The last ones that came, for the same model: what is shown while others load, so that nothing jumps. */
  lastPlan = $state.raw<ModelPlan | null>(null);
  lastEstimate = $state.raw<AnalysisEstimate | null>(null);
  /** Whether the service has said that an analysis would fail with what the form says now. */
  wouldFail = $state(false);

  constructor(
    private readonly service: Pick<Client, "inspectModel" | "estimateAnalysis">,
    private readonly form: Form,
  ) {}

  /** What the plan depends on. */
  readonly #planKey = $derived.by(() => {
    const { settings, modelId } = this.form;
    return settings && [modelId, settings.layers, settings.baseline, settings.edgeMethod, settings.target].join("\n");
  });

  /** To be called in an effect. */
  forgetModel(): void {
    void this.form.modelId;
    this.lastPlan = null;
    this.lastEstimate = null;
  }

  /** To be called in an effect. */
  followPlan(): (() => void) | undefined {
    if (this.#planKey === null) return;
    const [model, settings] = untrack(() => [this.form.model, this.form.settings] as const);
    if (model?.status !== "ready" || !settings) {
      this.plan.clear();
      return;
    }
    const { baseline, edgeMethod, target } = settings;
    const layers = typeof settings.layers === "string" ? settings.layers : settings.layers.join(",");
    const query = { layers, baseline, edgeMethod, ...(target !== null && { target }) };
    return later(() =>
      this.plan.load(async (signal) => {
        this.lastPlan = await this.service.inspectModel({ params: { model: model.id }, query, signal });
        return this.lastPlan;
      }),
    );
  }

  /** To be called in an effect. */
  followEstimate(): (() => void) | undefined {
    const { modelId, datasetId, settings, isComplete } = this.form;
    this.wouldFail = false;
    if (!isComplete || !settings) {
      this.estimate.clear();
      return;
    }
    const body = { modelId, datasetId, settings };
    return later(() =>
      this.estimate.load(async (signal) => {
        try {
          this.lastEstimate = await this.service.estimateAnalysis({ body, signal });
        } catch (error) {
          this.wouldFail = error instanceof ProblemError && isRefusal(error.problem.status);
          throw error;
        }
        return this.lastEstimate;
      }),
    );
  }
}

/** Of a reply: whether it is about what was asked, and not about who asks, how often, or the service. */
const isRefusal = (status: number): boolean => [404, 409, 422].includes(status);

function later(act: () => void): () => void {
  const timer = setTimeout(act, pause);
  return () => clearTimeout(timer);
}
