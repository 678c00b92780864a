import { GipfelError } from "@gipfel/contracts";
import type { ChannelOrder, InputShape, Preprocessing } from "./preprocessing.js";

/** Preprocessing with a name, completed by the network's input shape. */
export interface Preset {
  description: string;
  /** Throws SHAPE_MISMATCH where the number of channels does not fit. */
  for(input: InputShape): Preprocessing;
}

/** ImageNet statistics that torchvision uses, RGB, of pixels in [0, 1]. */
const imagenetMean = [0.485, 0.456, 0.406];
const imagenetStd = [0.229, 0.224, 0.225];

/** Resize to 256 for a crop of 224: the margin that ImageNet models are evaluated with. */
const imagenetMargin = 256 / 224;

interface Recipe {
  description: string;
  /** Shorter side after resizing, as a multiple of the input's longer side. */
  margin: number;
  /** Channels of the network that it fits, with their order. */
  channels: { 1?: "gray"; 3?: "rgb" | "bgr" };
  scale: number;
  /** One number is for every channel. */
  mean: number[];
  std: number[];
}

const either = { 1: "gray", 3: "rgb" } as const;

const recipes: Record<string, Recipe> = {
  imagenet: {
    description: "RGB, (x/255 − [.485, .456, .406]) / [.229, .224, .225]: torchvision and most ONNX models",
    margin: imagenetMargin,
    channels: { 3: "rgb" },
    scale: 1 / 255,
    mean: imagenetMean,
    std: imagenetStd,
  },
  caffe: {
    description: "BGR, x − [104, 117, 123]: Caffe models",
    margin: imagenetMargin,
    channels: { 3: "bgr" },
    scale: 1,
    mean: [104, 117, 123],
    std: [1],
  },
  tf: {
    description: "x/127.5 − 1: Keras and TensorFlow models such as MobileNet and Inception",
    margin: imagenetMargin,
    channels: either,
    scale: 1 / 127.5,
    mean: [1],
    std: [1],
  },
  unit: {
    description: "x/255",
    margin: 1,
    channels: either,
    scale: 1 / 255,
    mean: [0],
    std: [1],
  },
  cifar10: {
    description: "RGB with the ImageNet mean and deviation but no margin to crop: ResNet-20 on CIFAR-10",
    margin: 1,
    channels: { 3: "rgb" },
    scale: 1 / 255,
    mean: imagenetMean,
    std: imagenetStd,
  },
  mnist: {
    description: "gray, (x/255 − 0.1307) / 0.3081: the statistics of MNIST",
    margin: 1,
    channels: { 1: "gray" },
    scale: 1 / 255,
    mean: [0.1307],
    std: [0.3081],
  },
  raw: {
    description: "x, 0 to 255",
    margin: 1,
    channels: either,
    scale: 1,
    mean: [0],
    std: [1],
  },
};

/**
 * The named preprocessings. Each resizes the shorter side (bilinear) to `round(margin · max(H, W))` and crops `[H, W]`
 * from the centre; pictures that have the input's size already are left as they are.
 */
export const presets: Readonly<Record<string, Preset>> = Object.fromEntries(
  Object.entries(recipes).map(([name, recipe]) => [
    name,
    { description: recipe.description, for: (input: InputShape) => complete(name, recipe, input) },
  ]),
);

function complete(name: string, recipe: Recipe, [C, H, W]: InputShape): Preprocessing {
  const order: ChannelOrder | undefined = C === 1 ? recipe.channels[1] : C === 3 ? recipe.channels[3] : undefined;
  if (order === undefined) {
    const fitting = Object.keys(recipe.channels).join(" or ");
    throw new GipfelError(
      "SHAPE_MISMATCH",
      `Preprocessing ${name} makes ${fitting} channels, but the network takes ${C}; choose another, or give arrays.`,
    );
  }
  const perChannel = (values: number[]) => (values.length === C ? [...values] : new Array<number>(C).fill(values[0]));
  return {
    resize: Math.round(Math.max(H, W) * recipe.margin),
    crop: [H, W],
    interpolation: "bilinear",
    channels: order,
    scale: recipe.scale,
    mean: perChannel(recipe.mean),
    std: perChannel(recipe.std),
    keepMatching: true,
  };
}
