/** Answers inquiries, in a job process. */
import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { estimateAnalysis, inspectModel, prepareAnalysis } from "@gipfel/pipeline";
import { analysisOptions } from "../analyses/settings.js";
import { subjectPaths } from "../analyses/subject-paths.js";
import { demand, kinds } from "../changes.js";
import { unpackWhole } from "../datasets/dataset-path.js";
import { OpenImages, summaryAt } from "../datasets/open-images.js";
import type { Environment } from "../environment.js";
import { modelFile } from "../models/model-file.js";
import type { AnswerTo, EstimatedAnalysis, InquiryKind, InquiryOf, InspectedModel } from "./inquiry.js";

type AnswerTable = { readonly [Kind in InquiryKind]: (inquiry: InquiryOf<Kind>) => Promise<AnswerTo<Kind>> };

export type AnswerInquiry = <Kind extends InquiryKind>(inquiry: InquiryOf<Kind>) => Promise<AnswerTo<Kind>>;

export function openInquiries(environment: Environment): AnswerInquiry {
  const images = new OpenImages(environment);
  const table: AnswerTable = {
    "describe-images": ({ path }) => summaryAt(path, false),
    "unpack-images": async ({ archive, folder }) => {
      await unpackWhole(environment.places, archive, folder);
      return summaryAt(folder, true);
    },
    "list-images": ({ datasetId, class: name, start, limit }) => images.list(datasetId, name, start, limit),
    "render-thumbnail": async ({ datasetId, image }) => {
      const webp = await images.thumbnail(datasetId, image);
      return { webp: webp.toString("base64") };
    },
    "inspect-model": (inquiry) => inspect(environment, inquiry),
    "estimate-analysis": (inquiry) => estimate(environment, inquiry),
  };
  return (inquiry) => table[inquiry.kind](inquiry);
}

async function inspect(
  environment: Environment,
  { modelId, options }: InquiryOf<"inspect-model">,
): Promise<InspectedModel> {
  const model = demand(await environment.store.models.find(modelId), kinds.model, modelId);
  const file = await modelFile(environment, model);
  const inspected = await inspectModel(file, options);
  const all = options.layers === "all" ? inspected : await inspectModel(file, { ...options, layers: "all" });
  return { ...inspected, allLayers: all.layers.length };
}

async function estimate(
  environment: Environment,
  { modelId, datasetId, stored }: InquiryOf<"estimate-analysis">,
): Promise<EstimatedAnalysis> {
  const notices: string[] = [];
  const draft = join(environment.places.drafts, randomUUID());
  try {
    const paths = await subjectPaths(environment, { modelId, datasetId }, stored.settings, draft);
    const prepared = await prepareAnalysis(paths, analysisOptions(stored), {
      onNotice: (notice) => notices.push(notice),
    });
    const { classes, plan, preprocessing } = prepared;
    const count = (kind: "exact" | "quadrature") => plan.segments.filter((segment) => segment.kind === kind).length;
    return {
      ...(await estimateAnalysis(prepared)),
      classes: classes.length,
      segments: { exact: count("exact"), quadrature: count("quadrature") },
      preprocessing: preprocessing.values && { name: preprocessing.name, assumed: preprocessing.assumed },
      notices,
    };
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}
