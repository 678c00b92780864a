const columnKinds = ["neurons", "diagonal", "nodes", "class"];

const most = (values) => values.reduce((a, b) => Math.max(a, b), 0);

/** What a run's segments come to: counts by way and by columns, the worst residuals, the most steps, the reasons. */
export function summariseSegments(segments) {
  const exact = segments.filter(({ kind }) => kind === "exact");
  const quadrature = segments.filter(({ kind }) => kind === "quadrature");
  const residuals = (some) => some.flatMap(({ completenessResidual }) => completenessResidual ?? []);
  const reasons = new Map();
  for (const { reason } of quadrature) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return {
    exact: exact.length,
    quadrature: quadrature.length,
    exactResidual: most(residuals(exact)),
    quadratureResidual: most(residuals(quadrature)),
    steps: most(quadrature.map(({ steps }) => steps ?? 0)),
    reasons: [...reasons].map(([reason, count]) => `${count} × ${reason}`),
  };
}

/** How many segments have pair matrices with columns of each kind, as `inspect` names them. */
export function countColumns(segments) {
  return columnKinds.map((kind) => segments.filter(({ columns }) => columns === kind).length);
}

const scientific = (value) => (value === 0 ? "0" : value.toExponential(1).replace("e-", "e−"));

/** A markdown table, a row for each record. */
export function markdownTable(records) {
  const head = [
    ["network", "layers", "exact", "quadrature", "neurons / diagonal / nodes / class"],
    ["residual, exact", "residual, quadrature", "steps", "s an image", "peak memory"],
  ].flat();
  const rows = records.map(({ network, layers, columns, segments, secondsPerImage, peakBytes }) => [
    network,
    layers,
    segments.exact,
    segments.quadrature,
    columns.join(" / "),
    scientific(segments.exactResidual),
    segments.quadrature > 0 ? scientific(segments.quadratureResidual) : "",
    segments.quadrature > 0 ? segments.steps : "",
    secondsPerImage.toPrecision(2),
    `${(peakBytes / 2 ** 30).toFixed(2)} GiB`,
  ]);
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}
