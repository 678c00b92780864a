import type { NetworkNode } from "@gipfel/network";
import type { ProgramWriter } from "./program-writer.js";
import type { View } from "./view.js";

/** Writes one node of a network as kernel calls. */
export type OperationWriter<Operation> = (writer: ProgramWriter, operation: Operation, node: NetworkNode) => View;
