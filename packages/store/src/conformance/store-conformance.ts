import { describe } from "vitest";
import { describeAccess } from "./access-conformance.js";
import { describeAnalyses } from "./analyses-conformance.js";
import { describeArtifacts } from "./artifacts-conformance.js";
import { describeCrashes } from "./crash-conformance.js";
import { describeExplanations } from "./explanations-conformance.js";
import { describeIdentity } from "./identity-conformance.js";
import { describeMigrations } from "./migrations-conformance.js";
import type { MakePlace } from "./place.js";
import { describeRaces } from "./races-conformance.js";
import { describeRecords } from "./records-conformance.js";
import { describeShards } from "./shards-conformance.js";
import { describeStudies } from "./studies-conformance.js";
import { describeViews } from "./views-conformance.js";

/** The contract of the store; each database that it runs on passes all of it. */
export function describeStore(name: string, makePlace: MakePlace): void {
  describe(name, () => {
    describeMigrations(makePlace);
    describeRecords(makePlace);
    describeAnalyses(makePlace);
    describeExplanations(makePlace);
    describeShards(makePlace);
    describeStudies(makePlace);
    describeViews(makePlace);
    describeAccess(makePlace);
    describeArtifacts(makePlace);
    describeIdentity(makePlace);
    describeRaces(makePlace);
    describeCrashes(makePlace);
  });
}
