import type { Annotation } from "@gipfel/contracts";
import type { Annotation as AnnotationRecord } from "@gipfel/store";
import { changed, damageOf, demand, demandAny, demandVersion, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import { pageOf } from "../paging.js";
import type { Annotations } from "../service.js";

export function createAnnotations({ store }: Environment): Annotations {
  const demandAnalysis = async (id: string) => demand(await store.analyses.find(id), kinds.analysis, id);
  return {
    list: async (analysis, page) => {
      await demandAnalysis(analysis);
      return pageOf(page, (await store.annotations.list(analysis)).map(annotationOf));
    },
    put: async (analysisId, node, { name, note }, version) => {
      const change = await store.annotations.put({ analysisId, node, name, note }, version);
      return annotationOf(changed(change, kinds.annotation, node));
    },
    remove: async (analysisId, node, version) => {
      await demandAnalysis(analysisId);
      const found = demandAny(await store.annotations.find(analysisId, node), kinds.annotation, node);
      demandVersion(found, version, kinds.annotation, node);
      await store.annotations.remove(analysisId, node);
    },
  };
}

function annotationOf(record: AnnotationRecord): Annotation {
  const { analysisId, node, name, note, version, updatedAt } = record;
  const error = damageOf(record, kinds.annotation);
  return error
    ? { analysisId, node, name, note, version, updatedAt, error }
    : { analysisId, node, name, note, version, updatedAt };
}
