import { errorCatalogue } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { adviceOn } from "./advice.js";

describe("adviceOn", () => {
  it("has a sentence for every error of the catalogue, and for others", () => {
    for (const code of [...Object.keys(errorCatalogue), "SOMETHING_ELSE"])
      expect(adviceOn(code).text).toMatch(/^[A-Z].*\.$/);
  });

  it("sends back to the settings what the settings cause, and resumes what did not finish", () => {
    expect(adviceOn("LABELS_INVALID").remedy).toBe("settings");
    expect(adviceOn("DATASET_INVALID").remedy).toBe("retry");
    expect(adviceOn("JOB_FAILED").remedy).toBe("resume");
  });
});
