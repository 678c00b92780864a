/** JSON in pieces: the text that `JSON.stringify` gives, without ever holding it as a whole. */
import type { GraphDocument } from "@gipfel/contracts";
import { selectionDocument } from "../selection-document.js";
import type { Exported } from "./columns.js";

export function* jsonPieces({ document, selection, index }: Exported): Generator<string> {
  yield* documentPieces(selection === undefined ? document : selectionDocument(document, selection, index));
  yield "\n";
}

/** A graph document; nodes and edges, of which there may be many, are pieces of their own. */
export function* documentPieces(document: GraphDocument): Generator<string> {
  let before = "{";
  for (const [name, value] of Object.entries(document)) {
    if (value === undefined) continue;
    yield `${before}${JSON.stringify(name)}:`;
    if (Array.isArray(value)) yield* arrayPieces<unknown>(value, (item) => item);
    else yield JSON.stringify(value);
    before = ",";
  }
  yield "}";
}

/** @param write the value that stands for an item */
export function* arrayPieces<Item>(items: Iterable<Item>, write: (item: Item) => unknown): Generator<string> {
  let before = "[";
  for (const item of items) {
    yield before + JSON.stringify(write(item));
    before = ",";
  }
  yield before === "[" ? "[]" : "]";
}
