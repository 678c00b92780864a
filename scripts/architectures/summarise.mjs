const columnKinds = ["neurons", "diagonal", "nodes", "class"];
/** How many concepts a layer is taken to have where they are not known yet. */
const typicalNodes = 12;

const most = (values) => values.reduce((a, b) => Math.max(a, b), 0);
const ofKind = (segments, kind) => segments.filter((segment) => segment.kind === kind);

/** What `inspect` said: counts of layers and segments, why quadrature, and the entries of all pair matrices. */
export function summarisePlan({ layers, segments }) {
  const neurons = new Map(layers.map((layer) => [layer.id, layer.neurons]));
  const widthOf = {
    neurons: (target) => neurons.get(target),
    diagonal: () => 1,
    nodes: () => typicalNodes,
    class: () => 1,
  };
  const entries = segments.flatMap(({ sources, target, columns }) =>
    sources.map((source) => neurons.get(source) * widthOf[columns](target)),
  );
  const reasons = new Map();
  for (const { reason } of ofKind(segments, "quadrature")) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  return {
    layers: layers.length,
    exact: ofKind(segments, "exact").length,
    quadrature: ofKind(segments, "quadrature").length,
    columns: columnKinds.map((kind) => segments.filter(({ columns }) => columns === kind).length),
    entries: entries.reduce((a, b) => a + b, 0),
    reasons: [...reasons].map(([reason, count]) => `${count} × ${reason}`),
  };
}

/** What `analyze` said: the worst completeness residual of each way, and the most points of a path. */
export function summariseSegments(segments) {
  const worst = (kind) =>
    most(ofKind(segments, kind).flatMap(({ completenessResidual }) => completenessResidual ?? []));
  return {
    exact: { residual: worst("exact") },
    quadrature: {
      residual: worst("quadrature"),
      steps: most(ofKind(segments, "quadrature").map(({ steps }) => steps ?? 0)),
    },
  };
}

function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, i) => (i === 0 ? "---" : "--:"))), ...rows.map(line)].join("\n");
}

const scientific = (value) => (value === 0 ? "0" : value.toExponential(1).replace("e-", "e−"));

const planCells = ({ network, plan }) => [network, plan.layers, plan.exact, plan.quadrature, plan.columns.join(" / ")];
const planHead = ["network", "layers", "exact", "quadrature", "neurons / diagonal / nodes / class"];

/** Markdown: the plan of each network. */
export function planTable(records) {
  return table(
    [...planHead, "pair entries", "why quadrature"],
    records.map((record) => [
      ...planCells(record),
      `${(record.plan.entries / 1e6).toPrecision(2)} M`,
      record.plan.reasons.join("; "),
    ]),
  );
}

/** Markdown: the plan of each network and what came of it. */
export function resultTable(records) {
  return table(
    [...planHead, "residual, exact", "residual, quadrature", "steps", "s an image", "peak memory"],
    records.map((record) => {
      const { segments, plan, secondsPerImage, peakBytes } = record;
      const { residual, steps } = segments.quadrature;
      return [
        ...planCells(record),
        scientific(segments.exact.residual),
        ...(plan.quadrature > 0 ? [scientific(residual), steps] : ["", ""]),
        secondsPerImage.toFixed(secondsPerImage < 10 ? 1 : 0),
        `${(peakBytes / 2 ** 30).toFixed(1)} GiB`,
      ];
    }),
  );
}
