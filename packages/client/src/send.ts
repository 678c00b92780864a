import { type Endpoint, Problem, parseAs } from "@gipfel/contracts";
import { ProblemError } from "./problem-error.js";
import { readEvents } from "./read-events.js";

export interface CallOptions {
  /** The change happens only to this version of the resource. */
  readonly ifVersion?: number;
  /** The same key again gives the same answer, and creates nothing twice. */
  readonly idempotencyKey?: string;
  readonly signal?: AbortSignal;
}

export interface Given extends CallOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
}

export interface Target {
  /** Without a slash at its end. */
  readonly baseUrl: string;
  readonly token: string | undefined;
  readonly request: typeof fetch;
}

/** Asks one endpoint; gives what its `reply` says: nothing, JSON, bytes or events. */
export async function send(target: Target, endpoint: Endpoint, given: Given): Promise<unknown> {
  const reply = await target.request(addressOf(target, endpoint, given), {
    method: endpoint.method,
    headers: headersOf(target, endpoint, given),
    signal: given.signal ?? null,
    ...bodyOf(endpoint, given.body),
  });
  if (!reply.ok) throw await problemOf(reply);
  if (endpoint.reply === null) return undefined;
  if ("bytes" in endpoint.reply) return new Uint8Array(await reply.arrayBuffer());
  if ("events" in endpoint.reply) return readEvents(reply);
  return reply.json();
}

function addressOf({ baseUrl }: Target, endpoint: Endpoint, { params = {}, query = {} }: Given): string {
  const path = endpoint.path.replace(/:(\w+)/g, (_, name) => encodeURIComponent(params[name]));
  const asked = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return `${baseUrl}${path}${asked.length > 0 ? `?${new URLSearchParams(asked)}` : ""}`;
}

function headersOf({ token }: Target, { body }: Endpoint, given: Given): Record<string, string> {
  return {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(body && { "content-type": "bytes" in body ? body.bytes : "application/json" }),
    ...(given.ifVersion !== undefined && { "if-match": `"${given.ifVersion}"` }),
    ...(given.idempotencyKey !== undefined && { "idempotency-key": given.idempotencyKey }),
  };
}

function bodyOf({ body: expected }: Endpoint, body: unknown): RequestInit {
  if (expected === undefined) return {};
  // Streams go out while they are read, which fetch wants to be told.
  return "bytes" in expected ? { body: body as BodyInit, ...{ duplex: "half" } } : { body: JSON.stringify(body) };
}

/** The service answers every failure with a problem; something between it and here may not. */
async function problemOf(reply: Response): Promise<Error> {
  const seconds = Number(reply.headers.get("retry-after") ?? Number.NaN);
  const value: unknown = await reply.json().catch(() => null);
  try {
    const problem = parseAs(Problem, value, "OPTION_INVALID", "problem");
    return new ProblemError(problem, Number.isFinite(seconds) ? seconds : null);
  } catch {
    return new Error(`The service answered ${reply.status} ${reply.statusText}`);
  }
}
