import { GipfelError } from "@gipfel/contracts";
import { type OpenTokens, openTokens } from "@gipfel/server";
import type { Command } from "commander";
import { formatTable } from "../format.js";
import { ownWords } from "../own-words.js";
import { stateOption, statePlace } from "./state-arguments.js";

interface TokenArguments {
  readonly state?: string;
  readonly role?: string;
  readonly expires?: string;
}

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
    .option("--expires <days>", "days that it holds; until it is removed unless given")
    .option(...stateOption)
    .action((name: string, given: TokenArguments) => withTokens(given, (tokens) => add(tokens, name, given)));
  token
    .command("list")
    .description("names, roles, when they were made, expire and were last used, and ids; never the tokens themselves")
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
  const { state, databaseUrl } = statePlace(given);
  const tokens = await openTokens(state, databaseUrl);
  try {
    process.stdout.write(`${ownWords(await work(tokens))}\n`);
  } finally {
    await tokens.close();
  }
}

async function add(tokens: OpenTokens, name: string, { role, expires }: TokenArguments): Promise<string> {
  if (role !== "read" && role !== "write") {
    throw new GipfelError("OPTION_INVALID", `--role ${role}: expected read or write`);
  }
  if (expires !== undefined && !/^[1-9]\d{0,4}$/.test(expires)) {
    throw new GipfelError("OPTION_INVALID", `invalid --expires: expected days, from 1 to 99999, got ${expires}`);
  }
  const { secret } = await tokens.repository.create({
    ...{ name, role },
    ...(expires !== undefined && { days: Number(expires) }),
  });
  process.stderr.write(
    "keep it: it is not stored and will not be shown again; clients send it as Authorization: Bearer …\n",
  );
  return secret;
}

async function list(tokens: OpenTokens): Promise<string> {
  const all = await tokens.repository.list();
  if (all.length === 0) return "no tokens; make one: gipfel token add --role write NAME";
  const rows = all.map(({ name, role, createdAt, expiresAt, lastUsedAt, id }) => [
    ...[name, role, createdAt.slice(0, 10), expiry(expiresAt, new Date().toISOString())],
    ...[lastUsedAt === null ? "never" : `${lastUsedAt.slice(0, 16)}Z`, id],
  ]);
  return formatTable([["name", "role", "made", "expires", "last used", "id"], ...rows]);
}

function expiry(expiresAt: string | null, now: string): string {
  if (expiresAt === null) return "never";
  return expiresAt <= now ? `expired ${expiresAt.slice(0, 10)}` : expiresAt.slice(0, 10);
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
