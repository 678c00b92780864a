import { GipfelError, ImagePath, ImagePathDocument, ImagePathRequest, parseAs } from "@gipfel/contracts";
import type { Study } from "@gipfel/store";
import { demand, demandAny, demandVersion, kinds } from "../changes.js";
import { createOnce } from "../create-once.js";
import type { Environment } from "../environment.js";
import type { ResultSources } from "../results/result-sources.js";
import type { Scheduler } from "../scheduler.js";
import type { Studies } from "../service.js";
import { readStudyResult } from "./study-result.js";

export function createStudies(environment: Environment, sources: ResultSources, scheduler: Scheduler): Studies {
  const { store } = environment;
  const findAny = async (analysisId: string, id: string) => {
    const found = await store.studies.find(id);
    const isIts = found?.damage !== undefined || (found?.analysisId === analysisId && found.kind === "image-path");
    return demandAny(isIts ? found : undefined, kinds.path, id);
  };
  const findPath = async (analysisId: string, id: string) => demand(await findAny(analysisId, id), kinds.path, id);
  const show = async (study: Study) => {
    const answer = await readStudyResult(environment, study);
    const isThere = answer !== undefined;
    return pathOf(study, isThere ? parseAs(ImagePathDocument, answer, "STORE_CORRUPT", "image path") : null);
  };
  /** Id of a class of a finished analysis of the service. */
  const classOf = async (analysisId: string, wanted: string) => {
    if (sources.isFolder(analysisId)) {
      throw new GipfelError(
        "STATE_CONFLICT",
        `analysis ${analysisId} is read-only: its model and images were not found; start the service with --model and --data`,
      );
    }
    return (await sources.analyzed(analysisId, wanted)).id;
  };
  return {
    createPath: async (analysisId, wanted, request, once) => {
      const classId = await classOf(analysisId, wanted);
      await checkImage(environment, sources, analysisId, request);
      const study = { analysisId, kind: "image-path", classId, request: { ...request } } as const;
      const path = await createOnce(
        store,
        once,
        async ({ studies }) => pathOf(await studies.create(study), null),
        (answer) => parseAs(ImagePath, answer, "STORE_CORRUPT", "answer"),
      );
      await scheduler.enqueueStudy(path.id);
      return path;
    },
    showPath: async (analysisId, id) => show(await findPath(analysisId, id)),
    removePath: async (analysisId, id, version) => {
      demandVersion(await findAny(analysisId, id), version, kinds.path, id);
      await store.studies.remove(id);
      await scheduler.stopStudy(id);
    },
    findEdgeImages: async (analysisId, wanted) => {
      const about = { analysisId, kind: "edge-images", classId: await classOf(analysisId, wanted) } as const;
      const study = await store.transaction(async ({ studies }) => {
        const known = await studies.latest(about);
        return known && known.status !== "failed" ? known : studies.create({ ...about, request: {} });
      });
      if (study.status === "queued") await scheduler.enqueueStudy(study.id);
      return { status: study.status, progress: progressOf(study), error: study.error };
    },
  };
}

/** What schemas cannot say of a request, and of what it names. */
async function checkImage(
  { store }: Environment,
  sources: ResultSources,
  analysisId: string,
  { image, uploadId }: ImagePathRequest,
): Promise<void> {
  if ((image === undefined) === (uploadId === undefined)) {
    throw new GipfelError("OPTION_INVALID", "a path takes image, an index in the data set, or uploadId, and not both");
  }
  const { document } = await sources.open(analysisId);
  if (image !== undefined && image >= document.dataset.images) {
    const last = document.dataset.images - 1;
    throw new GipfelError("IMAGE_NOT_FOUND", `there is no image ${image}; the data set has 0 to ${last}`);
  }
  if (uploadId === undefined) return;
  if (document.options.preprocessing === null) {
    throw new GipfelError(
      "OPTION_INVALID",
      `analysis ${analysisId} is of arrays, and how images become such is not known; give the index of an image`,
    );
  }
  const isHash = /^[0-9a-f]{64}$/.test(uploadId);
  demand(isHash ? await store.artifacts.get(uploadId) : undefined, kinds.upload, uploadId);
}

export function pathRequestOf({ request }: Pick<Study, "request">): ImagePathRequest {
  return parseAs(ImagePathRequest, request, "STORE_CORRUPT", "request of an image path");
}

function pathOf(study: Study, document: ImagePathDocument | null): ImagePath {
  const { id, version, createdAt, updatedAt, analysisId, classId, status, error } = study;
  return {
    ...{ id, version, createdAt, updatedAt, analysisId, classId, request: pathRequestOf(study) },
    ...{ status, progress: progressOf(study), error, document },
  };
}

const progressOf = ({ progress }: Study) => progress && { ...progress, rate: null, secondsLeft: null };
