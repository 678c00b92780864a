import type { Service } from "@gipfel/service";
import type { Handlers } from "../wire/handler.js";
import type { OpenApiDocument } from "../wire/open-api.js";
import { analysisHandlers } from "./analyses.js";
import { classResultHandlers } from "./class-results.js";
import { datasetHandlers } from "./datasets.js";
import { explanationHandlers } from "./explanations.js";
import { modelHandlers } from "./models.js";
import { resultHandlers } from "./results.js";
import { serviceHandlers } from "./service.js";
import { viewHandlers } from "./views.js";

/** Every endpoint of the table, done by the service. */
export function createHandlers(service: Service, openApi: OpenApiDocument): Handlers {
  return {
    ...modelHandlers(service.models),
    ...datasetHandlers(service.datasets),
    ...analysisHandlers(service.analyses),
    ...resultHandlers(service.results),
    ...classResultHandlers(service.classResults),
    ...viewHandlers(service.views, service.annotations),
    ...explanationHandlers(service.explanations),
    ...serviceHandlers(service, openApi),
  };
}
