/**
 * Lets a process or thread that a test starts run the TypeScript sources: `node --import <this file> --conditions source <file>`.
 * What was translated is kept for the next process, which starts in half a second then.
 */
import { createHash } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { register } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

register(import.meta.url);

const cache = join(tmpdir(), `gipfel-translated-${process.getuid?.() ?? "all"}`);

export async function resolve(specifier, context, next) {
  const isSource = context.parentURL?.endsWith(".ts") && specifier.startsWith(".");
  return next(isSource ? specifier.replace(/\.js$/, ".ts") : specifier, context);
}

export async function load(url, context, next) {
  if (!url.endsWith(".ts")) return next(url, context);
  const source = await readFile(fileURLToPath(url), "utf8");
  const file = join(cache, `${createHash("sha256").update(source).digest("hex")}.mjs`);
  const known = await readFile(file, "utf8").catch(() => undefined);
  return { format: "module", source: known ?? (await translate(source, file)), shortCircuit: true };
}

async function translate(source, file) {
  const { default: ts } = await import("typescript");
  const compilerOptions = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  const draft = `${file}.${process.pid}`;
  await mkdir(cache, { recursive: true });
  await writeFile(draft, outputText);
  await rename(draft, file);
  return outputText;
}
