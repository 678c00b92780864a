import { type AddressInfo, connect, type Socket } from "node:net";
import type { FastifyInstance } from "fastify";
import { afterEach, describe, expect, it } from "vitest";
import { defaultConnectionLimits } from "./connections.js";
import { fakeApp } from "./testing/fake-app.js";

let app: FastifyInstance;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await app.close();
});

async function listen(options: Parameters<typeof fakeApp>[0]): Promise<number> {
  app = await fakeApp(options);
  await app.listen({ host: "127.0.0.1", port: 0 });
  return (app.server.address() as AddressInfo).port;
}

function open(port: number, text = ""): { socket: Socket; closed: Promise<string> } {
  const socket = connect(port, "127.0.0.1").setEncoding("utf8");
  sockets.push(socket);
  let answer = "";
  socket.on("data", (part) => {
    answer += part;
  });
  socket.on("error", () => undefined);
  if (text !== "") socket.write(text);
  return { socket, closed: new Promise((resolve) => socket.once("close", () => resolve(answer))) };
}

const upload = (length = 1_000_000) =>
  `POST /api/models HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/octet-stream\r\ncontent-length: ${length}\r\n\r\nab`;
const hasEnded = (problem: string, status: number) => {
  expect(problem).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
};

describe("connections", () => {
  it("end soon after a refusal, though their bodies never come", async () => {
    const port = await listen({
      access: { tokenNeeded: true, verify: async () => undefined },
      connections: { ...defaultConnectionLimits, drainSeconds: 0.1 },
    });
    const all = Array.from({ length: 30 }, () => open(port, upload()));
    for (const { closed } of all) hasEnded(await closed, 401);
  });

  it("end where a body that is taken comes too slowly", async () => {
    const port = await listen({ connections: { ...defaultConnectionLimits, rateSeconds: 0.1 } });
    hasEnded(await open(port, upload()).closed, 408);
  });

  it("beyond those of one address are closed, and trusted proxies may have more", async () => {
    const connections = { ...defaultConnectionLimits, connectionsPerAddress: 3 };
    const port = await listen({ connections });
    const held = Array.from({ length: 3 }, () => open(port));
    await Promise.all(held.map(({ socket }) => new Promise((resolve) => socket.once("connect", resolve))));
    expect(await open(port).closed).toBe("");
    held[0]!.socket.destroy();
    await held[0]!.closed;
    expect((await fetch(`http://127.0.0.1:${port}/api/health/live`)).status).toBe(200);
    await app.close();
    const other = await listen({ connections: { ...connections, isTrusted: () => true } });
    for (let n = 0; n < 5; n++) open(other);
    expect((await fetch(`http://127.0.0.1:${other}/api/health/live`)).status).toBe(200);
  });
});
