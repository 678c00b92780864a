import { describe, expect, it } from "vitest";
import { formatRoute, graphRoute } from "../../../../routing/route.js";
import { viewRoute } from "./view-route.js";

const view = (page: string | null) => ({ id: "v", analysisId: "a", content: { layers: {}, names: {}, page } });

describe("viewRoute", () => {
  it("is the page that was kept, with the view open", () => {
    const kept = {
      class: "ring",
      pins: ["conv1/2"],
      groups: [{ name: "x", nodes: ["conv1/2"] }],
      only: "pins",
    } as const;
    const page = formatRoute(graphRoute({ ...kept, analysis: "another" }));
    expect(viewRoute(view(page))).toEqual(graphRoute({ ...kept, analysis: "a", view: "v" }));
  });
  it.each([null, "", "/compare?class=ring", "//host:bad/", "nonsense"])("opens the graph where %j was kept", (page) => {
    expect(viewRoute(view(page))).toEqual(graphRoute({ analysis: "a", view: "v" }));
  });
});
