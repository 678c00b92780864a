import { messageOf } from "@gipfel/contracts";
import { readGraphFile } from "@gipfel/graph";
import type { ImportedGraphs } from "../../service/imported-graphs.js";

/** Larger ones would stop the page for seconds. */
const largestBytes = 200 * 2 ** 20;

export interface Refusal {
  readonly file: string;
  readonly reason: string;
}

/** Reads files one after the other and keeps what are graphs; one that is none costs the others nothing. */
export async function openGraphFiles(
  files: readonly File[],
  imported: Pick<ImportedGraphs, "keep">,
): Promise<{ readonly opened: readonly string[]; readonly refused: readonly Refusal[] }> {
  const opened: string[] = [];
  const refused: Refusal[] = [];
  for (const file of files) {
    try {
      if (file.size > largestBytes) throw new Error("The file is larger than 200 MB, which no graph for a browser is");
      const id = file.name.replace(/\.json$/i, "");
      await imported.keep(id, readGraphFile(await file.text(), file.name));
      opened.push(id);
    } catch (error) {
      refused.push({ file: file.name, reason: messageOf(error) });
    }
  }
  return { opened, refused };
}
