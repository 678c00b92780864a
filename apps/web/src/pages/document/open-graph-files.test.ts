import type { GraphDocument } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { openGraphFiles } from "./open-graph-files.js";

const summit = JSON.stringify({ mixed5b: [{ channel: 5, count: 146, pagerank: 0.1, prev_channels: [] }] });

describe("openGraphFiles", () => {
  it("keeps what are graphs by their file's name, and says of each other file why not", async () => {
    const kept = new Map<string, GraphDocument>();
    const files = [new File([summit], "ag-7.json"), new File(["{"], "broken.json"), new File([summit], "ag-8.JSON")];
    const { opened, refused } = await openGraphFiles(files, {
      keep: async (id, document) => {
        kept.set(id, document);
      },
    });
    expect(opened).toEqual(["ag-7", "ag-8"]);
    expect([...kept].map(([id, document]) => [id, document.class.index])).toEqual([
      ["ag-7", 7],
      ["ag-8", 8],
    ]);
    expect(refused).toEqual([{ file: "broken.json", reason: "The file is no JSON" }]);
  });
});
