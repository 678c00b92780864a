/**
 * A square root of the covariance of RGB pixels over ImageNet, rows red, green, blue, as measured for Lucid
 * (tensorflow/lucid, `optvis/param/color.py`; Olah, Mordvintsev and Schubert 2017, "Feature Visualization", appendix):
 * what goes in uncorrelated comes out correlated as in photographs.
 */
const covarianceRoot = [
  [0.26, 0.09, 0.02],
  [0.27, 0.0, -0.05],
  [0.27, -0.09, 0.03],
] as const;

/** The root, scaled so that its longest column has length 1: `[colour][decorrelated channel]`. */
export const colourCorrelation: readonly (readonly number[])[] = normalised(covarianceRoot);

function normalised(rows: readonly (readonly number[])[]): number[][] {
  const columns = rows[0]!.map((_, j) => Math.hypot(...rows.map((row) => row[j]!)));
  const longest = Math.max(...columns);
  return rows.map((row) => row.map((value) => value / longest));
}
