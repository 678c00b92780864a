export { classIds } from "./classes/class-ids.js";
export { type ClassLabel, readLabels } from "./classes/labels.js";
export { type ClassMatch, describeMatches, matchClasses } from "./classes/match-classes.js";
export { type NpyArray, readNpy, writeNpy } from "./formats/npy.js";
export { type NamedArray, readNpz, writeNpz } from "./formats/npz.js";
export {
  findZipDirectory,
  type ZipFault,
  type ZipRecord,
  zipContentStart,
  zipHeaderBytes,
  zipRecordBytes,
  zipRecords,
} from "./formats/zip-format.js";
export { describeRows, shownShape, spatialSizes } from "./preprocessing/array-rows.js";
export { type DecodeAheadOptions, type DecodedImage, decodeAhead } from "./preprocessing/decode-ahead.js";
export { useDecodingThreads } from "./preprocessing/decoding-threads.js";
export { loadImage } from "./preprocessing/load-image.js";
export { parsePreprocessing } from "./preprocessing/parse-preprocessing.js";
export type { ChannelOrder, InputShape, Interpolation, Preprocessing } from "./preprocessing/preprocessing.js";
export { type Preset, presets } from "./preprocessing/presets.js";
export {
  assumedPreset,
  type ResolvedPreprocessing,
  resolvePreprocessing,
} from "./preprocessing/resolve-preprocessing.js";
export { type ImageSurvey, surveyImages } from "./preprocessing/survey-images.js";
export type { ArrayRows, Dataset, DatasetGroup, DatasetImage } from "./sources/dataset.js";
export { openDataset } from "./sources/open-dataset.js";
export { type Box, cropView } from "./views/crop-view.js";
export { renderView } from "./views/render-view.js";
export { type ViewPixels, viewPixels } from "./views/view-pixels.js";
