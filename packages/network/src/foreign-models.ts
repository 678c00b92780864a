/** Model files of other formats, told by their content or name: what they are, and what makes them readable. */
import { open, readdir } from "node:fs/promises";
import { extname, join } from "node:path";
import { GipfelError } from "@gipfel/contracts";

interface ForeignModel {
  readonly what: string;
  /** A command, `FILE` standing for the path. */
  readonly remedy: string;
}

const convertWith = (what: string, command: string): ForeignModel => ({ what, remedy: `convert it with: ${command}` });
const exportFrom = (what: string, command: string): ForeignModel => ({ what, remedy: `export it with: ${command}` });
const tensorflow = (what: string, format: string, source = "FILE") =>
  convertWith(what, `tensorflowjs_converter --input_format=${format} ${source} OUTPUT_FOLDER`);

const pytorch = exportFrom(
  "a PyTorch file",
  'torch.onnx.export(model.eval(), torch.zeros(1, 3, HEIGHT, WIDTH), "model.onnx")',
);
const lfs: ForeignModel = { what: "a Git LFS pointer, not the model itself", remedy: "fetch it with: git lfs pull" };
const page: ForeignModel = { what: "an HTML page, not a model", remedy: "download the file itself, not its page" };
const hdf5 = tensorflow("a Keras HDF5 file", "keras");
const keras = tensorflow("a Keras 3 file", "keras_keras");
const savedModel = tensorflow("a TensorFlow SavedModel", "tf_saved_model");
const tflite = convertWith("a TensorFlow Lite model", "python -m tf2onnx.convert --tflite FILE --output model.onnx");
const safetensors = exportFrom(
  "a safetensors file, weights without a network",
  'torch.onnx.export(model.eval(), torch.zeros(1, 3, HEIGHT, WIDTH), "model.onnx")',
);
const coreml = exportFrom(
  "a Core ML model",
  'torch.onnx.export(model.eval(), torch.zeros(1, 3, HEIGHT, WIDTH), "model.onnx"), from the model it was made of',
);
const huggingFace = convertWith("a Hugging Face model folder", "optimum-cli export onnx --model FILE OUTPUT_FOLDER");
const tensorRt = exportFrom("a TensorRT engine", "the ONNX exporter of the framework that it was built from");
const arrays: ForeignModel = { what: "a NumPy archive, arrays without a network", remedy: "give it as --data" };
const archive: ForeignModel = { what: "an archive", remedy: "unpack it and give the model inside" };

const byExtension: Readonly<Record<string, ForeignModel>> = {
  ".h5": hdf5,
  ".hdf5": hdf5,
  ".keras": keras,
  ".pb": tensorflow("a TensorFlow graph", "tf_saved_model", "FOLDER_OF_THE_SAVED_MODEL"),
  ".tflite": tflite,
  ".lite": tflite,
  ".pt": pytorch,
  ".pth": pytorch,
  ".ckpt": pytorch,
  ".safetensors": safetensors,
  ".mlmodel": coreml,
  ".mlpackage": coreml,
  ".engine": tensorRt,
  ".trt": tensorRt,
  ".pdmodel": convertWith("a PaddlePaddle model", "paddle2onnx --model_filename FILE --save_file model.onnx"),
  ".xml": exportFrom("an OpenVINO model", "the ONNX exporter of the framework that it was converted from"),
};

/** A format by the bytes that a file begins with, each as one character. */
function byContent(start: string): ForeignModel | undefined {
  if (start.startsWith("version https://git-lfs")) return lfs;
  if (start.startsWith("\u0089HDF")) return hdf5;
  if (start.slice(4, 8) === "TFL3") return tflite;
  if (/^\s*<(!doctype html|html)/i.test(start)) return page;
  if (start.startsWith("PK\u0003\u0004")) return byFirstEntry(start);
  if (isPickle(start)) return pytorch;
  if (start.startsWith("\u001f\u008b")) return archive;
  if (start.slice(4, 10) === '\0\0\0\0{"') return safetensors;
  return undefined;
}

/** Python's pickle, protocols 2 to 5, with a first operation that pickles of objects have. */
function isPickle(start: string): boolean {
  const [mark, protocol, first] = [...start.slice(0, 3)].map((character) => character.charCodeAt(0));
  return mark === 0x80 && protocol! >= 2 && protocol! <= 5 && [0x8a, 0x63, 0x95, 0x7d].includes(first!);
}

/** A ZIP archive by the name of its first file. */
function byFirstEntry(start: string): ForeignModel {
  const nameBytes = start.charCodeAt(26) + 256 * start.charCodeAt(27);
  const name = start.slice(30, 30 + nameBytes);
  if (/(\.pkl|\/version|\/byteorder|\/data\/\d+|\/code\/.*)$/.test(name)) return pytorch;
  if (name.endsWith(".npy")) return arrays;
  return name === "" || /^(metadata|config)\.json$|weights\.h5$/.test(name) ? keras : archive;
}

/**
 * @param start the first bytes of the file, each as one character
 * @throws GipfelError MODEL_UNSUPPORTED in one line: what it is, and the command that makes it readable
 */
export function refuseForeignFile(file: string, start: string): void {
  const extension = extname(file).toLowerCase();
  const named = Object.hasOwn(byExtension, extension) ? byExtension[extension] : undefined;
  const found = byContent(start);
  // An extension says more than that a file is some archive.
  const foreign = found === undefined || found === archive ? (named ?? found) : found;
  if (foreign !== undefined) throw refusal(file, foreign);
}

/** @throws GipfelError MODEL_UNSUPPORTED for a folder that is, or holds, a model of another format */
export async function refuseForeignFolder(folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes("saved_model.pb")) throw refusal(folder, savedModel);
  if (extname(folder).toLowerCase() === ".mlpackage") throw refusal(folder, coreml);
  const [model] = names.filter((name) => name.toLowerCase().endsWith(".onnx")).sort();
  if (model !== undefined) {
    throw new GipfelError("MODEL_UNSUPPORTED", `${folder} is a folder; give the model in it: ${join(folder, model)}`);
  }
  const isHuggingFace = names.includes("config.json") && names.some((name) => /\.(safetensors|bin|h5)$/.test(name));
  if (isHuggingFace) throw refusal(folder, huggingFace);
}

function refusal(file: string, { what, remedy }: ForeignModel): GipfelError {
  return new GipfelError("MODEL_UNSUPPORTED", `${file} is ${what}; ${remedy.replaceAll("FILE", file)}`);
}

const bytesToTell = 512;

/** The first bytes of a file, each as one character; none of one that cannot be read. */
export async function startOf(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (!handle) return "";
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(bytesToTell), 0, bytesToTell, 0);
    return buffer.subarray(0, bytesRead).toString("latin1");
  } catch {
    return "";
  } finally {
    await handle.close();
  }
}
