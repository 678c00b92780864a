/** Weights that an ONNX file keeps in files beside it. */
import type { NeighbourFiles } from "../neighbour-files.js";
import type { TensorProto } from "./format.js";

/** Where the weights of one tensor lie. */
const EXTERNAL = 1;

/**
 * Takes the values of a tensor into its message.
 *
 * @throws GipfelError MODEL_UNREADABLE where its file is missing, too large, too short or outside the folder.
 */
export async function loadExternalData(proto: TensorProto, files: NeighbourFiles): Promise<void> {
  if (proto.dataLocation !== EXTERNAL) return;
  const entries = new Map((proto.externalData ?? []).map(({ key, value }) => [key, value]));
  const location = entries.get("location") ?? "";
  const bytes = await files.read(location);
  const offset = Number(entries.get("offset") ?? 0);
  const length = Number(entries.get("length") ?? bytes.length - offset);
  if (!(offset >= 0 && length >= 0 && offset + length <= bytes.length)) {
    throw files.refusal(location, "is truncated: copy it again");
  }
  proto.rawData = bytes.subarray(offset, offset + length);
  proto.externalData = [];
  proto.dataLocation = 0;
}
