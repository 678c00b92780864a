export { classIds } from "./class-ids.js";
export { type Box, cropView } from "./crop-view.js";
export type { Dataset, DatasetGroup, DatasetImage } from "./dataset.js";
export { type DecodeAheadOptions, type DecodedImage, decodeAhead } from "./decode-ahead.js";
export { useDecodingThreads } from "./decoding-threads.js";
export { type ClassLabel, readLabels } from "./labels.js";
export { loadImage } from "./load-image.js";
export { type ClassMatch, matchClasses } from "./match-classes.js";
export { type NpyArray, readNpy, writeNpy } from "./npy.js";
export { type NamedArray, readNpz, writeNpz } from "./npz.js";
export { openDataset } from "./open-dataset.js";
export { parsePreprocessing } from "./parse-preprocessing.js";
export type { ChannelOrder, InputShape, Interpolation, Preprocessing } from "./preprocessing.js";
export { type Preset, presets } from "./presets.js";
export { renderView } from "./render-view.js";
export { assumedPreset, type ResolvedPreprocessing, resolvePreprocessing } from "./resolve-preprocessing.js";
export { type ViewPixels, viewPixels } from "./view-pixels.js";
export {
  findZipDirectory,
  type ZipFault,
  type ZipRecord,
  zipContentStart,
  zipHeaderBytes,
  zipRecordBytes,
  zipRecords,
} from "./zip-format.js";
