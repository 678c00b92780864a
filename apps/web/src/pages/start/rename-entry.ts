import type { Client } from "@gipfel/client";

/** What is to be renamed. */
export interface Renamed {
  readonly kind: "model" | "data set" | "analysis";
  readonly id: string;
  readonly name: string;
  /** As it was seen; none for what changes by itself too. */
  readonly version?: number;
}

export async function renameEntry(
  service: Client,
  { kind, id, version: ifVersion }: Renamed,
  name: string,
): Promise<void> {
  const change = { body: { name }, ifVersion };
  if (kind === "model") await service.renameModel({ params: { model: id }, ...change });
  else if (kind === "data set") await service.renameDataset({ params: { dataset: id }, ...change });
  else await service.renameAnalysis({ params: { analysis: id }, ...change });
}
