/** Every setting in one sentence, and what its choices mean. */
import type { SettingName, SettingsDraft } from "./settings-draft.js";

export interface SettingWords {
  readonly label: string;
  readonly says: string;
}

export const settingWords: Readonly<Record<SettingName, SettingWords>> = {
  classes: { label: "Classes", says: "One graph is made for each." },
  limit: { label: "Images per class", says: "At most so many, the first ones; all where nothing is given." },
  layers: {
    label: "Layers",
    says: "Where concepts are looked for. Automatic: every layer but score maps, whose neurons are the outputs.",
  },
  clusters: {
    label: "Concepts per layer",
    says: "So many clusters of neurons; chosen by their silhouette where nothing is given.",
  },
  preprocess: { label: "Preprocessing", says: "How pictures become input: it must be the one of the training." },
  labels: {
    label: "Names of the outputs",
    says: "One a line, in the order of the outputs, after its WordNet id if it has one; needed only where class folders are not named or ordered as these are.",
  },
  target: {
    label: "Output to explain",
    says: "A tensor by name, where the network has several outputs or none is a class.",
  },
  edgeMethod: { label: "Edges by", says: "How the contribution of one neuron to another is measured." },
  baseline: { label: "Baseline", says: "The activation that contributions are compared with." },
  profile: { label: "Group neurons by", says: "What concepts are clustered by." },
  scope: { label: "Concepts of", says: "Shared concepts let the graphs of classes be compared." },
  components: {
    label: "Principal components",
    says: "Before clustering: a fraction of the variance below 1, or a number of components.",
  },
  tolerance: {
    label: "Tolerance",
    says: "The completeness residual at which quadrature stops doubling its steps, where no closed form holds.",
  },
  visualize: {
    label: "Pictures of concepts",
    says: "Whether a picture is made, by gradient ascent, of what each concept responds to most. It takes long.",
  },
  pairs: {
    label: "Pairs of neurons",
    says: "Whether the matrix between any two layers is kept, for edges to be asked.",
  },
  batch: { label: "Batch", says: "Images in one run of the network: more is faster, and takes more memory." },
  seed: {
    label: "Seed",
    says: "Of dealing images into groups and of clustering; the same seed gives the same result.",
  },
};

/** Shown at once; all others are folded away. */
export const basicSettings = ["classes", "limit", "layers", "clusters", "preprocess"] as const;
export const furtherSettings = [
  ...(["labels", "target", "edgeMethod", "baseline", "profile", "scope"] as const),
  ...(["components", "tolerance", "visualize", "pairs", "batch", "seed"] as const),
];

type Choices<Name extends SettingName> = readonly { readonly value: SettingsDraft[Name]; readonly label: string }[];

export const settingChoices: {
  readonly [Name in "edgeMethod" | "baseline" | "profile" | "scope" | "visualize" | "pairs"]: Choices<Name>;
} = {
  edgeMethod: [
    { value: "integrated-gradients", label: "Integrated gradients" },
    { value: "deeplift-rescale", label: "DeepLIFT, Rescale rule" },
    { value: "lrp", label: "Layer-wise relevance propagation" },
    { value: "gradient-x-input", label: "Gradient × activation" },
  ],
  baseline: [
    { value: "zero", label: "Zero" },
    { value: "mean", label: "Channel means" },
  ],
  profile: [
    { value: "spatial", label: "active at the same places" },
    { value: "image", label: "active on the same images" },
  ],
  scope: [
    { value: "dataset", label: "all classes together" },
    { value: "class", label: "each class alone" },
  ],
  visualize: [
    { value: false, label: "Leave out" },
    { value: true, label: "Make" },
  ],
  pairs: [
    { value: "all", label: "Keep" },
    { value: "none", label: "Leave out" },
  ],
};

/** Names that the service knows; nothing stands for the one that fits the input. */
export const preprocessings = [
  { value: "", label: "As fits the input" },
  { value: "imagenet", label: "imagenet: RGB, mean and deviation of ImageNet (torchvision, most ONNX)" },
  { value: "caffe", label: "caffe: BGR, minus 104, 117, 123" },
  { value: "tf", label: "tf: −1 to 1 (Keras, TensorFlow)" },
  { value: "unit", label: "unit: 0 to 1" },
  { value: "cifar10", label: "cifar10: as imagenet, without a margin to crop" },
  { value: "mnist", label: "mnist: gray, mean and deviation of MNIST" },
  { value: "raw", label: "raw: 0 to 255" },
] as const;

/** To begin with, where values are given instead of a name; docs/own-network.md says what each means. */
export const preprocessingTemplate = `{
  "channels": "rgb",
  "scale": 0.00392156862745098,
  "mean": [0.485, 0.456, 0.406],
  "std": [0.229, 0.224, 0.225]
}`;
