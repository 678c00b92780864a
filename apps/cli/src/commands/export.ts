import { stat, writeFile } from "node:fs/promises";
import { GipfelError, type GraphDocument, messageOf } from "@gipfel/contracts";
import { exportFormats, exportGraph } from "@gipfel/graph";
import { findClass, readAnalysis, readClassGraph, readGraph } from "@gipfel/pipeline";
import type { Command } from "commander";
import { callerPath } from "../environment.js";

interface ExportArguments {
  readonly graph: string;
  readonly class?: string;
  readonly format: string;
  readonly out: string;
}

export function addExport(program: Command): void {
  program
    .command("export")
    .description("a class graph for other programs")
    .requiredOption("--graph <dir>", "analysis folder, or a graph document")
    .option("--class <name>", "class name, folder or index")
    .requiredOption("--format <format>", exportFormats.join(", "))
    .requiredOption("--out <file>", "file to write")
    .action(async (given: ExportArguments) => {
      const document = await graphAt(callerPath(given.graph), given.class);
      const text = exportGraph(document, given.format);
      const out = callerPath(given.out);
      await writeFile(out, text).catch((error: unknown) => {
        throw new GipfelError("STORAGE_FAILED", `${out} could not be written: ${messageOf(error)}`);
      });
      process.stdout.write(
        `${document.class.name}: ${document.nodes.length} nodes and ${document.edges.length} edges in ${out}\n`,
      );
    });
}

async function graphAt(path: string, wanted: string | undefined): Promise<GraphDocument> {
  const info = await stat(path).catch(() => undefined);
  if (!info)
    throw new GipfelError(
      "GRAPH_NOT_FOUND",
      `${path} does not exist; --graph takes a folder that gipfel analyze wrote`,
    );
  if (info.isFile()) return readGraph(path);
  const analysis = await readAnalysis(path);
  if (wanted === undefined) {
    const known = analysis.classes.map(({ id }) => id).join(", ");
    throw new GipfelError("OPTION_INVALID", `--class is missing; ${path} has ${known}`);
  }
  return readClassGraph(path, findClass(analysis, wanted).id);
}
