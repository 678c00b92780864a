/** The program of a ClusteringThread: answers what it is asked, in turn. */
import { parentPort } from "node:worker_threads";
import { GipfelError, messageOf } from "@gipfel/contracts";
import type { ClusteringAnswer, ClusteringRequest } from "./clustering-thread.js";
import { layerRegrouping } from "./layer-regrouping.js";

parentPort?.on("message", (request: ClusteringRequest) => parentPort?.postMessage(answerTo(request)));

function answerTo({ id, wish }: ClusteringRequest): ClusteringAnswer {
  try {
    return { id, regrouping: layerRegrouping(wish) };
  } catch (error) {
    const code = error instanceof GipfelError ? error.code : null;
    return { id, failure: { code, message: messageOf(error) } };
  }
}
