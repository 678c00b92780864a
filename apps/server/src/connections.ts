/** Connections that cost much and bring nothing: too many of them, and bodies that never come to an end. */
import type { IncomingMessage, Server } from "node:http";
import { Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { networkOf } from "./access/rate-limit.js";
import { problemDocument } from "./wire/problem.js";

export interface ConnectionLimits {
  /** Open at a time, in all and of one address. */
  readonly connections: number;
  readonly connectionsPerAddress: number;
  /** Addresses of proxies, which many callers share. */
  readonly isTrusted: (address: string) => boolean;
  /** Bytes per second that a body comes with at least, over `rateSeconds`. */
  readonly minBytesPerSecond: number;
  readonly rateSeconds: number;
  /** Seconds that the rest of a refused body is waited for. */
  readonly drainSeconds: number;
}

export const defaultConnectionLimits: ConnectionLimits = {
  connections: 800,
  connectionsPerAddress: 200,
  isTrusted: () => false,
  minBytesPerSecond: 1024,
  rateSeconds: 20,
  drainSeconds: 5,
};

interface Body {
  readonly message: IncomingMessage;
  readonly socket: Socket;
  /** Bytes of the socket when the present interval began. */
  from: number;
  /** Of that, in milliseconds. */
  since: number;
}

export function limitConnections(app: FastifyInstance, limits: ConnectionLimits): void {
  limitNumber(app.server, limits);
  const bodies = new Set<Body>();
  const timer = setInterval(() => checkRates(bodies, limits, performance.now()), 1000).unref();
  app.addHook("onClose", async () => clearInterval(timer));
  app.addHook("onRequest", async ({ raw }) => {
    const { socket } = raw;
    if (!(socket instanceof Socket) || !hasBody(raw)) return;
    const body = { message: raw, socket, from: socket.bytesRead, since: performance.now() };
    bodies.add(body);
    const forget = () => void bodies.delete(body);
    raw.once("end", forget).once("close", forget);
  });
  app.addHook("onResponse", async ({ raw }) => {
    const { socket } = raw;
    if (raw.complete || !(socket instanceof Socket) || !hasBody(raw)) return;
    // Node reads on and forgets what it reads, so that a client that sends all before it listens finds its answer.
    const end = setTimeout(() => socket.destroy(), limits.drainSeconds * 1000).unref();
    raw.once("end", () => clearTimeout(end)).once("close", () => clearTimeout(end));
  });
}

function limitNumber(server: Server, { connections, connectionsPerAddress, isTrusted }: ConnectionLimits): void {
  server.maxConnections = connections;
  const open = new Map<string, number>();
  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? "";
    if (isTrusted(address)) return;
    const network = networkOf(address);
    const own = (open.get(network) ?? 0) + 1;
    if (own > connectionsPerAddress) return void socket.destroy();
    open.set(network, own);
    socket.once("close", () => {
      const left = (open.get(network) ?? 1) - 1;
      if (left > 0) open.set(network, left);
      else open.delete(network);
    });
  });
}

/** @param now in milliseconds */
function checkRates(bodies: Set<Body>, { minBytesPerSecond, rateSeconds }: ConnectionLimits, now: number): void {
  for (const body of bodies) {
    const { message, socket } = body;
    // Where nobody takes what has come, as while an upload waits for its turn, it is not the client who is slow.
    const isWaiting = message.readableLength >= message.readableHighWaterMark;
    const came = socket.bytesRead - body.from;
    if (isWaiting || came >= minBytesPerSecond * rateSeconds) {
      body.from = socket.bytesRead;
      body.since = now;
    } else if (now - body.since >= rateSeconds * 1000) {
      bodies.delete(body);
      refuse(socket);
    }
  }
}

function refuse(socket: Socket): void {
  const body = JSON.stringify(problemDocument("REQUEST_TIMEOUT", "the body came too slowly"));
  const head = `HTTP/1.1 408 Request Timeout\r\ncontent-type: application/problem+json\r\ncontent-length: ${body.length}`;
  if (socket.writable) socket.write(`${head}\r\nconnection: close\r\n\r\n${body}`);
  socket.destroySoon();
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}
