import type { Client } from "@gipfel/client";
import type { AnalysisSummary } from "@gipfel/contracts";
import { expect, it, vi } from "vitest";
import { parseRoute } from "../routing/route.js";
import { testDocument } from "../testing/test-document.js";
import { askAhead } from "./ask-ahead.js";

type Asked = Pick<Client, "listResults" | "showGraph">;

const analysis = (id: string, ...classes: string[]): AnalysisSummary => ({
  ...{ id, name: id, model: { name: "m" }, dataset: { name: "d", images: 2 } },
  classes: classes.map((name, index) => ({ id: name, name, index, images: 1, accuracy: null })),
});
const analyses = [analysis("a", "cat", "owl"), analysis("b", "car")];

function serviceAt(address: string) {
  const listResults = vi.fn<Asked["listResults"]>(async () => ({ items: analyses, next: null }));
  const showGraph = vi.fn<Asked["showGraph"]>(async () => testDocument({ input: 1, out: 1 }, []));
  const { pathname, search } = new URL(address, "http://page");
  const service = askAhead<Asked>({ listResults, showGraph }, parseRoute({ pathname, search }));
  return { service, listResults, showGraph };
}

const query = { maxNodes: 1000, maxEdges: 10_000 };

it.each([
  ["/graph", { analysis: "a", class: "cat" }],
  ["/graph?analysis=b", { analysis: "b", class: "car" }],
  ["/graph?analysis=a&class=owl", { analysis: "a", class: "owl" }],
])("asks for the graph of %s before anybody does, and gives it once", async (address, params) => {
  const { service, listResults, showGraph } = serviceAt(address);
  await vi.waitFor(() => expect(showGraph).toHaveBeenCalledTimes(1));
  expect(await service.listResults({ query: { limit: 200 } })).toMatchObject({ items: analyses });
  expect(await service.showGraph({ params, query })).toMatchObject({ format: "gipfel-graph" });
  expect([listResults, showGraph].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  await service.showGraph({ params, query });
  expect(showGraph).toHaveBeenCalledTimes(2);
});

it("asks anew for what is not the same", async () => {
  const { service, listResults, showGraph } = serviceAt("/graph?class=owl");
  await vi.waitFor(() => expect(showGraph).toHaveBeenCalledTimes(1));
  const params = { analysis: "a", class: "cat" };
  expect(await service.showGraph({ params, query })).toMatchObject({ format: "gipfel-graph" });
  await service.listResults({ query: { limit: 5 } });
  expect([listResults, showGraph].map(({ mock }) => mock.calls.length)).toEqual([2, 2]);
});

it("asks for nothing on other pages, nor for a class that there is not", async () => {
  expect(serviceAt("/").listResults).not.toHaveBeenCalled();
  const { service, showGraph } = serviceAt("/graph?class=none");
  await service.listResults({ query: { limit: 200 } });
  expect(showGraph).not.toHaveBeenCalled();
});

it("leaves a failure to who asks", async () => {
  const { pathname, search } = new URL("http://page/graph");
  const away = () => Promise.reject(new Error("away"));
  const service = askAhead<Asked>({ listResults: away, showGraph: away }, parseRoute({ pathname, search }));
  await expect(service.listResults({ query: { limit: 200 } })).rejects.toThrow("away");
});
