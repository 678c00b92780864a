/** Hints name commands; the user can type only what started this program. */
import { basename, isAbsolute, relative } from "node:path";

/** How a process was started. */
export interface Start {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Path of the program, as Node.js was given it. */
  readonly program: string;
  readonly folder: string;
}

const commands = ["analyze", "backup", "bench", "check", "demo", "evaluate", "explain", "export", "inspect"];
const others = ["restore", "serve", "token", "visualize"];
/** `gipfel` as a command that one of its own follows, not as part of a path or a word. */
const hint = new RegExp(`(?<![\\w./@-])gipfel(?= (?:${[...commands, ...others].join("|")})\\b)`, "g");

/** What stands for `gipfel` on the command line: a start script says it itself, in GIPFEL_COMMAND. */
export function commandOf({ variables, program, folder }: Start): string {
  const { GIPFEL_COMMAND: said, npm_command: npm, npm_lifecycle_event: script } = variables;
  if (said) return said;
  if (basename(program) === "gipfel") return npm === "exec" && script === "npx" ? "npx gipfel" : "gipfel";
  const path = relative(folder, program);
  return `node ${path.startsWith("..") || isAbsolute(path) ? program : path}`;
}

const started: Start = { variables: process.env, program: process.argv[1] ?? "gipfel", folder: process.cwd() };

/** A text for the terminal, its hints with the command as it was started. */
export function ownWords(text: string, start: Start = started): string {
  const command = commandOf(start);
  return text.replace(hint, () => command);
}
