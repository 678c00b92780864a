/** Errors speak of options on the command line, and of fields here. */

/** Options whose field has another name than the option in camel case. */
const fields: Readonly<Record<string, string>> = {
  model: "modelId",
  data: "datasetId",
  dataset: "datasetId",
  graph: "analysisId",
  out: "the output",
};

/** Options of programs other than ours, which messages may tell to run. */
const foreign = /\b(npm|npx|node|pnpm|pip|tensorflowjs_converter)\b/;

/** A message with the fields of the API in place of options: `--edge-method` is `edgeMethod`. */
export function withFieldNames(message: string): string {
  if (foreign.test(message)) return message;
  return message
    .replace(/;?\s*(continue|run again|continue it) with --resume/g, "; resume it")
    .replace(/--([a-z][a-z-]*[a-z])/g, (_, option: string) => {
      const name = Object.hasOwn(fields, option) ? fields[option] : undefined;
      return name ?? option.replace(/-([a-z])/g, (_dash, letter: string) => letter.toUpperCase());
    });
}
