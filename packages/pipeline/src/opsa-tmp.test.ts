import { planAttribution } from "@gipfel/attribution";
import { importOnnx } from "@gipfel/network";
import { it } from "vitest";
import { analyse } from "./testing/analyse.js";
import { wildNetworks } from "./testing/wild-networks.js";
it("x", async () => {
  for (const wild of wildNetworks()) {
    if (process.env.ONLY && !process.env.ONLY.split(",").includes(wild.name)) continue;
    const { network } = await importOnnx(wild.model);
    if (process.env.NODES) for (const n of network.nodes.values()) console.log(n.name, JSON.stringify(n.operation).slice(0,110), n.inputs.join(" "), `[${n.shape}]`);
    for (const baseline of ["zero", "mean"] as const) {
    const plan = planAttribution(network, { layers: "auto", baseline, edgeMethod: "integrated-gradients" });
    if (baseline === "zero") {
    console.log("==", wild.name, plan.layers.map((l) => `${l.tensor}[${l.neurons}|${l.size}]`).join(" "));
    for (const s of plan.segments) console.log("   ", s.target.id, "<-", s.sources.map((l) => l.id).join(","), s.kind, s.columns, s.reason);
    }
    if (process.env.PLAN) continue;
    try {
      const t0 = Date.now();
      const a = await analyse({ network, images: wild.images, labels: [wild.target, wild.target], options: { layers: "auto", baseline } } as never, async (x) => x);
      console.log("   ", baseline, Date.now() - t0, "ms", JSON.stringify(a.document.segments.map((s: any) => [s.target, s.completenessResidual, s.steps])));
    } catch (e) { console.log("    FAIL", baseline, (e as Error).message.slice(0, 300), (e as Error).stack?.split("\n").slice(1,4).join("|")); }
    }
  }
}, 900000);
