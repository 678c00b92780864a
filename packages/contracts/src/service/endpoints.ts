/** Every route of the service, once. */

import { analysisEndpoints } from "./endpoints/analyses.js";
import { classResultEndpoints } from "./endpoints/class-results.js";
import { datasetEndpoints } from "./endpoints/datasets.js";
import { explanationEndpoints } from "./endpoints/explanations.js";
import { modelEndpoints } from "./endpoints/models.js";
import { resultEndpoints } from "./endpoints/results.js";
import { serviceEndpoints } from "./endpoints/service.js";
import { viewEndpoints } from "./endpoints/views.js";

export const endpoints = {
  ...modelEndpoints,
  ...datasetEndpoints,
  ...analysisEndpoints,
  ...resultEndpoints,
  ...classResultEndpoints,
  ...viewEndpoints,
  ...explanationEndpoints,
  ...serviceEndpoints,
} as const;

export type EndpointName = keyof typeof endpoints;
export type Endpoints = typeof endpoints;
