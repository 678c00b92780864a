import { Problem } from "@gipfel/contracts";
import { Check } from "typebox/value";
import { expect } from "vitest";

interface Reply {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

/** The reply is a problem of this code and tells nothing about the machine. */
export function expectProblem(reply: Reply, status: number, code: string): void {
  expect({ status: reply.statusCode, body: reply.body }).toMatchObject({ status });
  expect(reply.headers["content-type"]).toMatch(/^application\/problem\+json/);
  const problem: unknown = JSON.parse(reply.body);
  expect(Check(Problem, problem)).toBe(true);
  expect(problem).toMatchObject({ status, code });
  expectDiscreet(reply);
}

/** Neither a stack nor a path of this machine. */
export function expectDiscreet({ body, headers }: Reply): void {
  const text = `${JSON.stringify(headers)}\n${body}`;
  expect(text).not.toMatch(/\bat .{0,200}:\d+:\d+/);
  expect(text).not.toMatch(/\/(home|root|tmp|work|usr|var|node_modules)\//);
  expect(text).not.toContain("node:internal");
}
