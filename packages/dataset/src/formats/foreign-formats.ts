import { extensionOf, readableFormats } from "./image-formats.js";

/** A format of images that is not decoded, and the command that turns its files into one that is. */
export interface ForeignFormat {
  readonly name: string;
  readonly conversion: string;
}

const magick = (name: string, extension: string): ForeignFormat => ({
  name,
  conversion: `magick mogrify -format png *.${extension}`,
});
const asArrays = (name: string, read: string): ForeignFormat => ({
  name,
  conversion: `numpy.savez("data.npz", images=${read}, labels=…)`,
});
const raw = magick("camera raw", "EXTENSION");
const jpeg2000 = magick("JPEG 2000", "jp2");
const heic = magick("HEIC", "heic");
const bitmap = magick("BMP", "bmp");
const portable = magick("Netpbm", "ppm");
const dicom: ForeignFormat = { name: "DICOM", conversion: "dcmj2pnm --write-16-bit-png IN.dcm OUT.png" };
const nifti = asArrays("NIfTI", "[nibabel.load(f).get_fdata() for f in files]");

/** By extension in lower case. */
const foreign: Readonly<Record<string, ForeignFormat>> = {
  jp2: jpeg2000,
  j2k: jpeg2000,
  jpx: jpeg2000,
  j2c: jpeg2000,
  bmp: bitmap,
  dib: bitmap,
  heic,
  heif: heic,
  ppm: portable,
  pgm: portable,
  pbm: portable,
  pnm: portable,
  dcm: dicom,
  dicom,
  nii: nifti,
  "nii.gz": nifti,
  nrrd: asArrays("NRRD", "[nrrd.read(f)[0] for f in files]"),
  mha: asArrays("MetaImage", "[SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(f)) for f in files]"),
  mhd: asArrays("MetaImage", "[SimpleITK.GetArrayFromImage(SimpleITK.ReadImage(f)) for f in files]"),
  npy: asArrays("NumPy arrays, one a file,", "[numpy.load(f) for f in files]"),
  fits: asArrays("FITS", "[astropy.io.fits.getdata(f) for f in files]"),
  jxl: magick("JPEG XL", "jxl"),
  exr: magick("OpenEXR", "exr"),
  hdr: magick("Radiance HDR", "hdr"),
  psd: magick("Photoshop", "psd"),
  tga: magick("Targa", "tga"),
  svg: magick("SVG", "svg"),
  pdf: magick("PDF", "pdf"),
  dng: raw,
  cr2: raw,
  cr3: raw,
  nef: raw,
  arw: raw,
  orf: raw,
};

/** The format that a file's extension tells, where it is one of images that are not decoded. */
export function foreignFormat(file: string): ForeignFormat | undefined {
  const extension = extensionOf(file);
  return Object.hasOwn(foreign, extension) ? foreign[extension] : undefined;
}

/** `12 DICOM files are left out; …`, a line for each format among the files. */
export function describeForeign(files: readonly string[]): string[] {
  const counts = new Map<ForeignFormat, number>();
  for (const file of files) {
    const format = foreignFormat(file);
    if (format !== undefined) counts.set(format, (counts.get(format) ?? 0) + 1);
  }
  return [...counts].map(
    ([{ name, conversion }, count]) =>
      `${count} ${name} file${count === 1 ? " is" : "s are"} left out: ${readableFormats} are read; convert with: ${conversion}`,
  );
}
