/** The demo in a watched server: one analysis that is finished, to be asked for, and others to run meanwhile. */
import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import { demoModel, writePartWorld } from "../../packages/partworld/dist/index.js";

/** @param {string} folder @param {number} imagesPerClass */
export const drawImages = (folder, imagesPerClass) => writePartWorld(folder, { seed: 1, imagesPerClass });

/** @param {string} url of the server @param {string} [token] */
export function client(url, token) {
  /** @param {string} method @param {string} path @param {unknown} [body] */
  const ask = async (method, path, body) => {
    const isBytes = body instanceof Uint8Array;
    const type = isBytes ? "application/octet-stream" : "application/json";
    const answer = await fetch(new URL(path, url), {
      method,
      headers: {
        ...(body !== undefined && { "content-type": type }),
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
      },
      ...(body !== undefined && { body: isBytes ? body : JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path} was answered ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
  const until = async (path, holds) => {
    for (;;) {
      const value = await ask("GET", path);
      if (holds(value)) return value;
      await delay(200);
    }
  };
  return {
    ask,
    /** Uploads the model and registers the images below the data root. */
    prepare: async () => {
      const { id } = await ask("POST", "/api/models?name=demo.onnx", await readFile(demoModel().model));
      const dataset = await ask("POST", "/api/datasets", { path: "images" });
      await until(`/api/models/${id}`, ({ status }) => status === "ready");
      return { modelId: id, datasetId: dataset.id };
    },
    analyse: async (subject) => {
      const labels = JSON.parse(await readFile(demoModel().labels, "utf8"));
      return ask("POST", "/api/analyses", { ...subject, settings: { labels, preprocess: "unit", layers: "all" } });
    },
    ended: (id) => until(`/api/analyses/${id}`, ({ status }) => !["queued", "running"].includes(status)),
  };
}

/** Addresses that pages ask for most, of a finished analysis. */
export async function hotRoutes({ ask }, id) {
  const graph = await ask("GET", `/api/analyses/${id}/graphs/cat?share=0.8`);
  const [image] = graph.nodes.flatMap(({ examples }) => examples ?? []).map((example) => example.image);
  return {
    "graph, pruned": `/api/analyses/${id}/graphs/cat?share=0.8&maxNodes=100`,
    "graph, whole": `/api/analyses/${id}/graphs/cat`,
    patch: `/api/analyses/${id}/images/${image}`,
  };
}
