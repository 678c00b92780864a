import { describe, expect, it } from "vitest";
import { SmallNetwork } from "../testing/small-network.js";
import { layerIds, originalName } from "./layer-names.js";

describe("layerIds", () => {
  const names = [
    "/features/0/Conv_output_0",
    "conv--relu",
    "a:0",
    "a_0",
    "A_0",
    "--",
    "",
    "..",
    "ünïcode",
    "x/y",
    "x_y",
    "x y",
    "-lead",
    "trail-",
    "a---b--c",
    "x_y.2",
  ];
  const ids = layerIds(names);

  it("are safe file names without the separator of pairs", () => {
    for (const id of ids) {
      expect(id).toMatch(/^[A-Za-z0-9._-]+$/);
      expect(id).not.toContain("--");
      expect(id).not.toMatch(/^[.-]|-$/);
    }
  });

  it("are unique, on file systems that ignore case too", () => {
    expect(new Set(ids.map((id) => id.toLowerCase())).size).toBe(names.length);
  });

  it("keep names that are safe already", () => {
    expect(layerIds(["relu1", "fire2.squeeze-1_x"])).toEqual(["relu1", "fire2.squeeze-1_x"]);
  });

  it("never give two pairs of layers one name", () => {
    const pairs = ids.flatMap((source) => ids.map((target) => `${source}--${target}`));
    expect(new Set(pairs).size).toBe(ids.length ** 2);
  });
});

describe("originalName", () => {
  it("is that of the tensor in the file from which an importer made another", () => {
    const made = new SmallNetwork();
    const named = made.convolution(made.image, 4, { name: "conv1" });
    const flat = made.builder.reshape(named, ["N", 256]);
    const network = made.builder.build([flat]);
    expect(flat.name).not.toBe("conv1");
    expect(originalName(network, flat.name)).toBe("conv1");
    expect(originalName(network, "conv1")).toBe("conv1");
  });
});
