import { type Static, Type } from "typebox";
import { Nullable } from "./common.js";

const Side = () => Type.Integer({ minimum: 1, maximum: 16_384 });
const Sides = () => Nullable(Type.Union([Side(), Type.Tuple([Side(), Side()])]));
const PerChannel = () => Type.Union([Type.Number(), Type.Array(Type.Number(), { minItems: 1, maxItems: 3 })]);

/** What turns pictures into network units: the JSON file of `--preprocess`, every key with a default. */
export const PreprocessingObject = Type.Object(
  {
    /** Pixels of the shorter side, `[height, width]`, or null to leave the size. */
    resize: Type.Optional(Sides()),
    /** Centre crop, after resizing. */
    crop: Type.Optional(Sides()),
    interpolation: Type.Optional(Type.Enum(["bilinear", "bicubic", "nearest", "lanczos"])),
    channels: Type.Optional(Type.Enum(["rgb", "bgr", "gray"])),
    /** Multiplies pixels, 0 to 255, before mean and deviation. */
    scale: Type.Optional(Type.Number()),
    mean: Type.Optional(PerChannel()),
    std: Type.Optional(PerChannel()),
  },
  { additionalProperties: false },
);

/** A named preprocessing, one of its own, or null for the one that fits the input. */
export const PreprocessingChoice = Nullable(
  Type.Union([Type.String({ minLength: 1, maxLength: 100 }), PreprocessingObject]),
);

export type PreprocessingObject = Static<typeof PreprocessingObject>;
export type PreprocessingChoice = Static<typeof PreprocessingChoice>;
