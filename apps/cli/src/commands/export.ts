import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AnalysisDocument, GipfelError, messageOf, parseAs, parseGraphDocument } from "@gipfel/contracts";
import { exportFormats, exportGraph } from "@gipfel/graph";
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
      const document = parseGraphDocument(await readJson(await graphFile(callerPath(given.graph), given.class)));
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

async function graphFile(path: string, wanted: string | undefined): Promise<string> {
  const info = await stat(path).catch(() => undefined);
  if (!info)
    throw new GipfelError(
      "GRAPH_NOT_FOUND",
      `${path} does not exist; --graph takes a folder that gipfel analyze wrote`,
    );
  if (info.isFile()) return path;
  const { classes } = parseAs(
    AnalysisDocument,
    await readJson(join(path, "analysis.json")),
    "GRAPH_INVALID",
    "analysis.json",
  );
  const known = classes.map(({ id }) => id).join(", ");
  if (wanted === undefined) throw new GipfelError("OPTION_INVALID", `--class is missing; ${path} has ${known}`);
  const found = classes.find(({ id, name, index }) => [id, name, String(index)].includes(wanted));
  if (!found) throw new GipfelError("GRAPH_NOT_FOUND", `${path} has no graph of class ${wanted}; it has ${known}`);
  return join(path, "graphs", `${found.id}.json`);
}

async function readJson(file: string): Promise<unknown> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new GipfelError(
      "GRAPH_NOT_FOUND",
      `${file} does not exist; --graph takes a folder that gipfel analyze finished`,
    );
  });
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new GipfelError("GRAPH_INVALID", `${file} is not JSON: ${messageOf(error)}`);
  }
}
