import type { View } from "@gipfel/contracts";
import { graphRoute, parseRoute, type Route } from "../../../../routing/route.js";

/** Only path and query are read. */
const anyHost = "http://page";

/** The page as a view keeps it. */
export function viewRoute({ id, analysisId, content }: Pick<View, "id" | "analysisId" | "content">): Route {
  const page = content.page ?? "";
  const kept = URL.canParse(page, anyHost) ? parseRoute(new URL(page, anyHost)) : null;
  const address = kept?.page === "graph" ? kept.address : {};
  return graphRoute({ ...address, analysis: analysisId, view: id });
}
