import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { pictureFiles } from "./picture-files.js";

const named = (kind: "class" | "neuron" | "concept", ...names: string[]) => names.map((name) => ({ kind, name }));
const inOut = (...stems: string[]) => stems.map((stem) => join("/out", `${stem}.png`));

describe("pictureFiles", () => {
  it("takes a file for one target", () => {
    expect(pictureFiles("/out/Owl.PNG", named("class", "owl"))).toEqual(["/out/Owl.PNG"]);
    expect(() => pictureFiles("/out/a.png", named("class", "owl", "cat"))).toThrow(
      "--out is one file, /out/a.png; 2 targets take a folder",
    );
  });

  it("gives concepts a folder for each layer, and others a name", () => {
    const targets = [...named("concept", "conv1/0", "conv1/12"), ...named("neuron", "fire2/relu:3@1,2")];
    expect(pictureFiles("/out", targets)).toEqual(inOut("conv1/0", "conv1/12", "fire2_relu_3_1_2"));
  });

  it("keeps names apart that differ in case only, or not at all", () => {
    expect(pictureFiles("/out", named("class", "crane", "Crane", "crane"))).toEqual(
      inOut("crane", "Crane.2", "crane.3"),
    );
  });

  it("stays inside of the folder, whatever the names", () => {
    const files = pictureFiles("/out", [
      ...named("concept", "../../x/0", "..", "/etc/a"),
      ...named("class", "..", "é/ü"),
    ]);
    for (const file of files) expect(file.startsWith("/out/")).toBe(true);
    expect(files.at(-1)).toBe(join("/out", "e_u.png"));
  });
});
