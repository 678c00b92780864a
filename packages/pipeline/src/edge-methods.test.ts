/** Edges by other methods: against the same methods as explanations, and against each other where they must agree. */
import { chooseLayers, type LayerChoice } from "@gipfel/attribution";
import { chooseMethod, type EdgeMethod, type MethodChoice } from "@gipfel/contracts";
import { OnnxruntimeEngine, type RunTensor } from "@gipfel/engine";
import { importOnnx, type Network } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { Attributor } from "./attribute/attributor.js";
import { type Analysis, analyse } from "./testing/analyse.js";
import { relativeError } from "./testing/compare.js";
import { methodReferences } from "./testing/method-references.js";

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

const references = methodReferences();
const classIndex = 0;
/** More than any layer has neurons, so that each is a concept of its own. */
const everyNeuron = 64;

async function edgesBy(
  edgeMethod: EdgeMethod,
  layers: LayerChoice,
  { network, images }: { readonly network: Network; readonly images: RunTensor },
  check: (analysis: Analysis) => Promise<void>,
) {
  const labels = Array.from({ length: images.shape[0]! }, () => classIndex);
  await analyse({ network, images, labels, options: { layers, clusters: everyNeuron, edgeMethod } }, check);
}

/** Mean over the images of a layer's attributions for neurons of another, summed over positions: `[C]`. */
async function explained(
  network: Network,
  images: RunTensor,
  choice: MethodChoice,
  { target, neurons, count, level }: { target: string; neurons: readonly number[]; count: number; level: string },
): Promise<number[]> {
  const subject = { target, position: null, level, inputRange: null };
  const attributor = await Attributor.open(engine, network, subject, choice, 4);
  try {
    const n = images.shape[0]!;
    const size = images.data.length / n;
    const weights = Float32Array.from({ length: count }, (_, i) => (neurons.includes(i) ? 1 : 0));
    const made = await attributor.attribute(
      Array.from({ length: n }, (_, index) => ({
        index,
        image: images.data.slice(index * size, (index + 1) * size),
        weights,
        baseline: null,
      })),
    );
    const channels = made[0]!.shape[0]!;
    return Array.from({ length: channels }, (_, c) => {
      const sums = made.map(({ values }) => {
        const positions = values.length / channels;
        return values.subarray(c * positions, (c + 1) * positions).reduce((a, b) => a + b, 0);
      });
      return sums.reduce((a, b) => a + b, 0) / n;
    });
  } finally {
    await attributor.dispose();
  }
}

const twins: Readonly<Partial<Record<EdgeMethod, MethodChoice>>> = {
  "gradient-x-input": chooseMethod("gradient-x-input"),
  lrp: chooseMethod("lrp"),
};

describe.each(references.map((reference) => [reference.name, reference] as const))("%s", (_, { model, images }) => {
  it.each(Object.entries(twins) as [EdgeMethod, MethodChoice][])(
    "has edges by %s that are explanations of target neurons at the source, where it is the only one",
    async (edgeMethod, choice) => {
      const { network } = await importOnnx(model);
      await edgesBy(edgeMethod, "all", { network, images }, async ({ plan, graphs, pair }) => {
        const graph = graphs.get(String(classIndex))!;
        let checked = 0;
        for (const segment of plan.segments) {
          const [source] = segment.sources;
          if (segment.sources.length !== 1 || source!.role === "input") continue;
          const { target } = segment;
          const matrix = await pair(String(classIndex), source!.id, target.id, "contribution");
          const ofTarget = graph.nodes.filter(({ layer }) => layer === target.id).map(({ neurons }) => neurons);
          const columns = columnsOf(segment.columns, target.neurons, ofTarget);
          const expected: number[][] = [];
          for (const neurons of columns) {
            const subject = { target: target.tensor, neurons, count: target.neurons, level: source!.tensor };
            expected.push(await explained(network, images, choice, subject));
          }
          const whole = Array.from({ length: source!.neurons }, (_row, i) =>
            expected.map((column) => column[i]!),
          ).flat();
          const wanted = segment.columns === "diagonal" ? expected.map((column, i) => column[i]!) : whole;
          expect(relativeError(matrix.data, wanted), `${source!.id} to ${target.id}`).toBeLessThan(1e-4);
          checked += 1;
        }
        expect(checked).toBeGreaterThan(0);
      });
    },
  );

  it("has complete edges by deeplift-rescale through any number of nonlinearities", async () => {
    const { network } = await importOnnx(model);
    const [first] = chooseLayers(network, "all").filter(({ role }) => role === "hidden");
    for (const layers of ["all", [first!.name]] as const) {
      await edgesBy("deeplift-rescale", layers, { network, images }, async ({ document }) => {
        expect(document.segments.length).toBeGreaterThan(0);
        for (const { target, completenessResidual } of document.segments) {
          expect(completenessResidual, target).toBeLessThan(1e-4);
        }
      });
    }
  });
});

/** The target neurons that each column of a segment's matrix stands for. */
function columnsOf(columns: string, neurons: number, concepts: readonly number[][]): readonly (readonly number[])[] {
  if (columns === "class") return [[classIndex]];
  if (columns === "nodes") return concepts;
  return Array.from({ length: neurons }, (_, j) => [j]);
}
