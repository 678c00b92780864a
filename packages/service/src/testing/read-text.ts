/** Texts of graphs, read to their end. */
import { text } from "node:stream/consumers";
import type { GraphDocument } from "@gipfel/contracts";
import type { TextAnswer } from "../graphs/graph-thread.js";

export async function textOf(answer: TextAnswer | Promise<TextAnswer>): Promise<string> {
  const { body } = await answer;
  return Buffer.isBuffer(body) ? body.toString() : text(body);
}

export async function graphIn(answer: TextAnswer | Promise<TextAnswer>): Promise<GraphDocument> {
  return JSON.parse(await textOf(answer));
}
