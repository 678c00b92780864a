import { tmpdir } from "node:os";
import { GipfelError } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { guarded, PathHider } from "./hide-paths.js";
import { Places } from "./places.js";

const hider = new PathHider(new Places("/srv/gipfel", "/data/images"));

describe("PathHider", () => {
  it.each([
    ["there is no /data/images/birds/owl.png here", "there is no birds/owl.png here"],
    ["/data/images has no classes", "the data root has no classes"],
    ["/srv/gipfel/models/abc/net.onnx: damaged", "net.onnx: damaged"],
    ["open '/srv/gipfel/work/1/2/graphs/cat.json'", "open 'cat.json'"],
    [`${tmpdir()}/x-1/model.onnx is bad`, "model.onnx is bad"],
    ["layer /features/conv1/Conv_output_0 is unknown", "layer /features/conv1/Conv_output_0 is unknown"],
  ])("turns %j into %j", (message, expected) => {
    expect(hider.text(message)).toBe(expected);
  });
});

describe("guarded", () => {
  it("hides paths in what methods throw and reject with, and keeps code and results", async () => {
    const fail = () => new GipfelError("MODEL_UNREADABLE", "/srv/gipfel/models/1/net.onnx is damaged");
    const group = guarded(
      {
        throws: (): number => {
          throw fail();
        },
        rejects: (): Promise<number> => Promise.reject(fail()),
        works: (n: number) => Promise.resolve(n + 1),
      },
      hider,
    );
    const expected = { code: "MODEL_UNREADABLE", message: "net.onnx is damaged" };
    expect(() => group.throws()).toThrow(expect.objectContaining(expected));
    await expect(group.rejects()).rejects.toMatchObject(expected);
    expect(await group.works(1)).toBe(2);
  });
});
