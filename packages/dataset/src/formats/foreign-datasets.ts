import { basename, dirname } from "node:path";
import { foreignFormat } from "./foreign-formats.js";
import { extensionOf, hasImageExtension } from "./image-formats.js";

interface ForeignDataset {
  readonly name: string;
  /** A command, `FILE` standing for the path. */
  readonly conversion: string;
}

const savez = (name: string, images: string, labels = "…"): ForeignDataset => ({
  name,
  conversion: `convert it with: numpy.savez("data.npz", images=${images}, labels=${labels})`,
});
const hdf5 = savez("HDF5", 'h5py.File("FILE")["images"][:]', 'h5py.File("FILE")["labels"][:]');
const tfrecord = savez("TFRecord", '[tf.io.decode_image(…) for record in tf.data.TFRecordDataset("FILE")]');
const archive: ForeignDataset = { name: "an archive", conversion: "unpack it and give the folder" };
const pickle = savez("a Python pickle", 'pickle.load(open("FILE", "rb"))["data"]');
const table: ForeignDataset = { name: "a spreadsheet", conversion: "save it as CSV with the columns path,label" };
const columnar: ForeignDataset = {
  name: "a columnar table",
  conversion: 'convert it with: pandas.read_parquet("FILE").to_csv("data.csv"), with the columns path,label',
};
const idx = savez("IDX", 'idx2numpy.convert_from_file("FILE")');

const foreign: Readonly<Record<string, ForeignDataset>> = {
  h5: hdf5,
  hdf5,
  hdf: hdf5,
  tfrecord,
  tfrecords: tfrecord,
  npy: savez("one array", 'numpy.load("FILE")'),
  mat: savez("a MATLAB file", 'scipy.io.loadmat("FILE")["images"]'),
  pkl: pickle,
  pickle,
  pt: savez("a PyTorch file", 'torch.load("FILE")[0].numpy()'),
  pth: savez("a PyTorch file", 'torch.load("FILE")[0].numpy()'),
  parquet: columnar,
  arrow: columnar,
  feather: columnar,
  xlsx: table,
  xls: table,
  ods: table,
  zip: archive,
  tar: archive,
  gz: archive,
  tgz: archive,
  bz2: archive,
  xz: archive,
  "7z": archive,
  rar: archive,
  idx,
};

/** What a file is that is no data set, and what makes it one, in a line; undefined for what is not known. */
export function foreignDataset(path: string): string | undefined {
  const extension = extensionOf(basename(path));
  const known = Object.hasOwn(foreign, extension) ? foreign[extension] : /idx\d-ubyte$/.test(path) ? idx : undefined;
  if (known !== undefined) return `${path} is ${known.name}; ${known.conversion.replaceAll("FILE", path)}`;
  if (hasImageExtension(path))
    return `${path} is one image; give the folder with one folder per class: ${dirname(dirname(path))}`;
  const format = foreignFormat(path);
  return format === undefined ? undefined : `${path} is ${format.name}; convert it with: ${format.conversion}`;
}
