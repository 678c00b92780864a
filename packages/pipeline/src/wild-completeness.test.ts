/** Whole analyses of networks as people make them: contributions add up, or the first notice says where they do not. */
import { importOnnx } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { analyse } from "./testing/analyse.js";
import { wildNetworks } from "./testing/wild-networks.js";

const tolerance = 1e-2;
/** Of the closed form in float32; less is kept of gates that hardly leave their mean. */
const exactTolerance = { zero: 1e-4, mean: 5e-4 };

/** Networks with a function that jumps at zero: x / ‖x‖ is 0 there and of length 1 beside it. */
const jumpsAtZero = new Set(["bilinear-pooling", "l2norm-cosine"]);

describe.each(wildNetworks().map((wild) => [wild.name, wild] as const))("%s", (name, wild) => {
  const labels = Array.from({ length: wild.images.shape[0]! }, (_, n) => n % 2);

  it.each(["zero", "mean"] as const)("adds up from the baseline %s, or says so", async (baseline) => {
    const { network } = await importOnnx(wild.model);
    const subject = { network, images: wild.images, labels, options: { baseline, clusters: 2 } };
    await analyse(subject, async ({ document, notices }) => {
      const loose = document.segments.filter(
        ({ kind, completenessResidual }) =>
          (completenessResidual ?? 0) > (kind === "exact" ? exactTolerance[baseline] : tolerance),
      );
      expect(loose.filter(({ kind }) => kind === "exact")).toEqual([]);
      if (baseline === "mean" || !jumpsAtZero.has(name)) expect(loose).toEqual([]);
      const names = loose.map(({ target }) => document.layers.find(({ id }) => id === target)!.name);
      for (const [n, layer] of names.entries())
        expect(notices[n]).toContain(`layer ${layer}: contributions do not add up`);
      if (loose.length > 0) expect(document.warnings[0]).toMatch(/completeness residual .*--baseline mean/);
      if (name === "l2norm-cosine" && baseline === "zero")
        expect(notices[0]).toMatch(/take --baseline mean, from which/);
    });
  });
});
