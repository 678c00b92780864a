/** What the documentation says exists: linked files, scripts of the workspace, commands and options of the program. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const docs = existsSync(join(root, "docs"))
  ? readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  : [];
const pages = [
  "README.md",
  "ARCHITECTURE.md",
  ...docs.filter((name) => name.endsWith(".md")).map((name) => `docs/${name}`),
];
const textOf = (page: string) => (existsSync(join(root, page)) ? readFileSync(join(root, page), "utf8") : "");

const fence = /^ *(`{3,}|~{3,})[^\n]*\n(.*?)^ *\1/gms;

/** Targets of Markdown links and images and of HTML attributes, outside of code, that point into the repository. */
function localLinks(text: string): string[] {
  const prose = text.replace(fence, "").replace(/`[^`\n]*`/g, "");
  const targets = [
    ...prose.matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g),
    ...prose.matchAll(/^ *\[[^\]]+\]:\s+<?([^\s>]+)/gm),
    ...prose.matchAll(/\b(?:src|href|srcset)="([^"]+)"/g),
  ].map(([, target]) => target);
  return targets.filter((target) => !/^([a-z][a-z+.-]*:|\/\/)/i.test(target));
}

/** The anchors GitHub gives the headings of a page. */
function anchors(text: string): string[] {
  const headings = [...text.replace(fence, "").matchAll(/^#{1,6} +(.+?) *#*$/gm)];
  return headings.map(([, title]) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replace(/ /g, "-"),
  );
}

/** Commands in fenced code that call pnpm, as words; continued lines are joined, and what follows a pipe is dropped. */
function pnpmCommands(text: string): string[][] {
  const code = [...text.matchAll(fence)].map(([, , body]) => body.replace(/\\\n\s*/g, " ")).join("\n");
  const lines = code.split("\n").map((line) => line.trim().replace(/^\$ /, ""));
  return lines
    .filter((line) => line.startsWith("npx -y pnpm@12"))
    .map((line) =>
      line
        .split(/ (?:#|\||&&|>|2>) ?/)[0]
        .split(/\s+/)
        .slice(3),
    );
}

/** Script, and the words after it; pnpm's own options come first. */
function scriptOf(words: string[]): string[] {
  return words.slice(words.findIndex((word) => !word.startsWith("-")));
}

async function help(...command: string[]): Promise<string> {
  const args = [join(root, "scripts", "gipfel.mjs"), ...command, "--help"];
  return (await promisify(execFile)(process.execPath, args, { cwd: root })).stdout;
}

describe("documentation", () => {
  const commands = pages.flatMap((page) => pnpmCommands(textOf(page)).map((words) => ({ page, words })));
  const calls = commands.map(({ words }) => scriptOf(words)).filter(([script]) => script === "gipfel");

  it.each(["README.md", "ARCHITECTURE.md"])("has %s", (page) => {
    expect(textOf(page).trim()).not.toBe("");
  });

  it.each(pages)("links in %s lead somewhere", (page) => {
    const dead = localLinks(textOf(page)).filter((link) => {
      const [path, anchor] = decodeURI(link).split("#");
      const file = path === "" ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && file.endsWith(".md") && !anchors(textOf(file)).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  it("names scripts of the workspace", () => {
    const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const known = new Set(["install", ...Object.keys(scripts)]);
    const unknown = commands.filter(({ words }) => !known.has(scriptOf(words)[0]));
    expect(unknown).toEqual([]);
    expect(commands.length).toBeGreaterThan(0);
  });

  it("names commands and options of the program", async () => {
    const commandsIn = (text: string) =>
      [...(text.match(/^Commands:\n(.*)/ms)?.[1] ?? "").matchAll(/^ {2}([a-z-]+)/gm)].map(([, name]) => name);
    const programCommands = new Map<string, string>();
    for (const name of commandsIn(await help())) {
      const own = calls.filter(([, command]) => command === name);
      if (own.length === 0) continue;
      const text = await help(name);
      const parts = commandsIn(text).filter((part) => part !== "help");
      if (parts.length === 0) programCommands.set(name, text);
      for (const part of parts) programCommands.set(`${name} ${part}`, await help(name, part));
    }
    const unknown = calls.filter(([, command, ...rest]) => {
      const isCommand = command !== undefined && !command.startsWith("-");
      const text = isCommand ? (programCommands.get(command) ?? programCommands.get(`${command} ${rest[0]}`)) : "";
      const options = rest.filter((word) => word.startsWith("--")).map((word) => word.split("=")[0]);
      return text === undefined || options.some((option) => !new RegExp(`${option}\\b(?!-)`).test(text));
    });
    expect(unknown).toEqual([]);
    expect(calls.length).toBeGreaterThan(0);
  });
});
