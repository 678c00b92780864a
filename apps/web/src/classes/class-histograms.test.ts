import { ProblemError } from "@gipfel/client";
import { describe, expect, it } from "vitest";
import { ClassHistograms } from "./class-histograms.js";

type Service = ConstructorParameters<typeof ClassHistograms>[0];
const settled = () => new Promise((resolve) => setTimeout(resolve));

function serviceOf(answer: (id: string) => number[] | null): { service: Service; asked: string[] } {
  const asked: string[] = [];
  const showPredictions: Service["showPredictions"] = async ({ params }) => {
    asked.push(params.class);
    return { items: [], next: null, kind: "softmax", histogram: answer(params.class) };
  };
  return { service: { showPredictions }, asked };
}

describe("ClassHistograms", () => {
  it("reads each class once", async () => {
    const { service, asked } = serviceOf((id) => (id === "owl" ? [1, 2] : null));
    const histograms = new ClassHistograms(service, "a");
    for (const id of ["owl", "cat", "owl"]) histograms.ask(id);
    expect(histograms.of("owl")).toBeUndefined();
    await settled();
    histograms.ask("cat");
    expect(histograms.of("owl")).toEqual([1, 2]);
    expect(histograms.of("cat")).toBeNull();
    expect(asked).toEqual(["owl", "cat"]);
  });

  it("does not read what was scrolled past before its turn", async () => {
    const { service, asked } = serviceOf(() => [1]);
    const histograms = new ClassHistograms(service, "a");
    for (const id of ["owl", "cat", "dog"]) histograms.ask(id);
    histograms.forget("cat");
    await settled();
    expect(asked).toEqual(["owl", "dog"]);
    histograms.ask("cat");
    await settled();
    expect(histograms.of("cat")).toEqual([1]);
  });

  it("asks an analysis that keeps no predictions only once", async () => {
    const { service, asked } = serviceOf(() => {
      const about = { type: "about:blank", title: "Not found", detail: "none" } as const;
      throw new ProblemError({ ...about, status: 404, code: "GRAPH_NOT_FOUND" }, null);
    });
    const histograms = new ClassHistograms(service, "a");
    for (const id of ["owl", "cat", "dog"]) histograms.ask(id);
    await settled();
    expect(asked).toEqual(["owl"]);
    expect(histograms.keeps).toBe(false);
    expect(["owl", "cat", "dog"].map((id) => histograms.of(id))).toEqual([null, null, null]);
  });
});
