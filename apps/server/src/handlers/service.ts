import type { Service } from "@gipfel/service";
import type { HandlersOf } from "../wire/handler.js";
import type { OpenApiDocument } from "../wire/open-api.js";

/** @param openApi the description that `/api/openapi.json` gives */
export const serviceHandlers = (service: Service, openApi: OpenApiDocument): HandlersOf<"Service"> => ({
  live: () => ({ status: "ok" }),
  ready: async () => {
    await service.ping();
    return { status: "ok", shape: service.shape };
  },
  showAccess: ({ role }) => ({ role, hasDataRoot: service.hasDataRoot }),
  openApi: () => openApi,
});
