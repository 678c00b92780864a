import { GipfelError } from "@gipfel/contracts";
import { type OpenTokens, openTokens, readServerEnvironment } from "@gipfel/server";
import type { Command } from "commander";
import { callerPath } from "../environment.js";
import { ownWords } from "../own-words.js";

interface TokenArguments {
  readonly state?: string;
  readonly role?: string;
}

const stateOption = ["--state <dir>", "folder of the service's state; as of serve"] as const;

export function addToken(program: Command): void {
  const token = program
    .command("token")
    .description("tokens of the service, which it needs beyond this machine")
    .addHelpText("after", "\nExample: gipfel token add --role write NAME");
  token
    .command("add")
    .description("make a token, shown this once")
    .argument("<name>", "what it is for")
    .requiredOption("--role <role>", "read or write")
    .option(...stateOption)
    .action((name: string, given: TokenArguments) => withTokens(given, (tokens) => add(tokens, name, given.role)));
  token
    .command("list")
    .description("names, roles and ids; never the tokens themselves")
    .option(...stateOption)
    .action((given: TokenArguments) => withTokens(given, list));
  token
    .command("remove")
    .description("revoke a token at once")
    .argument("<name>", "its name, or its id where several have that name")
    .option(...stateOption)
    .action((name: string, given: TokenArguments) => withTokens(given, (tokens) => remove(tokens, name)));
}

async function withTokens(given: TokenArguments, work: (tokens: OpenTokens) => Promise<string>): Promise<void> {
  const options = given.state === undefined ? {} : { state: callerPath(given.state) };
  const { state, cluster } = readServerEnvironment(process.env, options);
  const tokens = await openTokens(state, cluster?.databaseUrl);
  try {
    process.stdout.write(`${ownWords(await work(tokens))}\n`);
  } finally {
    await tokens.close();
  }
}

async function add(tokens: OpenTokens, name: string, role: string | undefined): Promise<string> {
  if (role !== "read" && role !== "write") {
    throw new GipfelError("OPTION_INVALID", `--role ${role}: expected read or write`);
  }
  const { secret } = await tokens.repository.create({ name, role });
  process.stderr.write(
    "keep it: it is not stored and will not be shown again; clients send it as Authorization: Bearer …\n",
  );
  return secret;
}

async function list(tokens: OpenTokens): Promise<string> {
  const all = await tokens.repository.list();
  if (all.length === 0) return "no tokens; make one: gipfel token add --role write NAME";
  return all.map(({ name, role, createdAt, id }) => [name, role, createdAt.slice(0, 10), id].join("\t")).join("\n");
}

async function remove(tokens: OpenTokens, wanted: string): Promise<string> {
  const found = (await tokens.repository.list()).filter(({ id, name }) => id === wanted || name === wanted);
  if (found.length !== 1) {
    const known = found.length === 0 ? "there is no such token" : `${found.length} tokens have that name; give an id`;
    throw new GipfelError("OPTION_INVALID", `${wanted}: ${known}; gipfel token list shows all`);
  }
  await tokens.repository.revoke(found[0].id);
  return `${found[0].name} is revoked`;
}
