/** Ids of jobs in the queue: they follow from what the job is for. */

interface NamedPart {
  readonly phase: string;
  readonly key: string;
}

export const jobIds = {
  check: (modelId: string) => `model/${modelId}`,
  explain: (explanationId: string) => `explanation/${explanationId}`,
  study: (studyId: string) => `study/${studyId}`,
  plan: (analysisId: string) => `${analysisId}/plan`,
  part: (analysisId: string, { phase, key }: NamedPart) => `${analysisId}/${phase}/${key}`,
  /** Begins the ids of all jobs of an analysis, and of nothing else. */
  ofAnalysis: (analysisId: string) => `${analysisId}/`,
} as const;

/** What a job is for. */
export interface JobSubject {
  readonly kind: "model" | "explanation" | "study" | "analysis";
  readonly id: string;
}

export function subjectOf(jobId: string): JobSubject {
  const [first = "", second = ""] = jobId.split("/");
  const isOther = first === "model" || first === "explanation" || first === "study";
  return isOther ? { kind: first, id: second } : { kind: "analysis", id: first };
}
