/** Who may import whom: the table of the parts, and where a large library may be used. */

const contracts = "contracts";

/** Part → the parts it may import, besides itself and contracts, which all may. */
const mayImport = {
  contracts: [],
  network: [],
  engine: ["network"],
  attribution: ["network"],
  concepts: [],
  graph: [],
  dataset: [],
  "heat-map": [],
  partworld: [],
  client: [],
  queue: [],
  store: [],
  pipeline: ["attribution", "engine", "concepts", "graph", "dataset", "heat-map", "network"],
  service: ["dataset", "graph", "pipeline", "queue", "store"],
  server: ["graph", "pipeline", "queue", "service", "store"],
  worker: ["queue", "service", "store"],
  cli: ["graph", "pipeline", "partworld", "server"],
  web: ["client", "graph"],
};

const folders = { server: "apps", worker: "apps", cli: "apps", web: "apps" };
const folderOf = (part) => `${folders[part] ?? "packages"}/${part}/`;

/** Tests, what only they use, and fixtures may reach further than the program. */
const forTests = "\\.test\\.ts$|/(testing|conformance|e2e)/|^e2e/";

const partRules = Object.entries(mayImport).map(([part, others]) => ({
  name: `${part}-imports`,
  comment: `${part} may import ${[contracts, ...others].join(", ")}.`,
  severity: "error",
  from: { path: `^${folderOf(part)}`, pathNot: forTests },
  to: {
    path: "^(packages|apps)/",
    pathNot: [part, contracts, ...others].map((name) => `^${folderOf(name)}`),
  },
}));

/** A library that only the folders matching `where` use. */
const confined = (library, where) => ({
  name: `only-there-${library}`,
  comment: `${library} is used in ${where} only.`,
  severity: "error",
  from: { path: "^(packages|apps)/", pathNot: `${where}|${forTests}` },
  to: { path: `(^|/)node_modules/(\\.pnpm/)?${library}[@/]` },
});

module.exports = {
  forbidden: [
    ...partRules,
    {
      name: "no-unknown-part",
      comment: "A new package or app states here what it may import.",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: Object.keys(mayImport).map((part) => `^${folderOf(part)}`) },
      to: {},
    },
    {
      name: "no-cycle",
      comment: "Modules that need each other belong together or need a third.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "no-deep-import",
      comment: "Another part is imported by its package name, never by a path into its folder.",
      severity: "error",
      from: { path: "^(packages|apps)/([^/]+)/", pathNot: forTests },
      to: { path: "^(packages|apps)/", pathNot: "^$1/$2/", dependencyTypes: ["local"] },
    },
    {
      name: "no-unresolvable",
      comment: "The name is missing in the package's dependencies, or in the exports of the package it names.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: "no-undeclared-dependency",
      comment: "What a part uses stands in the dependencies of its own package.json.",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: `${forTests}|vite\\.config\\.ts$` },
      to: { dependencyTypes: ["npm-no-pkg", "npm-unknown", "npm-dev"] },
    },
    {
      name: "no-node-in-pure-parts",
      comment: "contracts, graph, attribution and concepts run in a browser too.",
      severity: "error",
      from: { path: "^packages/(contracts|graph|attribution|concepts)/", pathNot: forTests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-tests-in-program",
      comment: "The program never imports what is there for tests.",
      severity: "error",
      from: { path: "^(packages|apps)/", pathNot: forTests },
      to: { path: forTests },
    },
    confined("onnxruntime-node", "^packages/engine/src/onnxruntime/|^packages/network/src/onnx/"),
    confined("@tensorflow", "^packages/engine/src/tfjs/"),
    confined("cytoscape", "^apps/web/src/canvas/"),
    confined("sharp", "^packages/(dataset|heat-map|partworld)/"),
  ],
  required: [
    {
      name: "components-are-read",
      comment:
        "Every component imports Svelte's runtime once compiled; if none does, the imports of components go unchecked.",
      severity: "error",
      module: { path: "^apps/web/src/.*\\.svelte$" },
      to: { path: "node_modules/svelte/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(packages|apps)/[^/]+/(dist|fixtures)/" },
    moduleSystems: ["es6"],
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.base.json" },
    combinedDependencies: false,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      // As Vite and Vitest resolve the workspace: to the sources.
      conditionNames: ["source", "import", "node", "default"],
      extensions: [".ts", ".js", ".mjs", ".svelte", ".json"],
    },
  },
};
