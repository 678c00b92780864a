import { type Static, Type } from "typebox";
import { Count, Id, JobError, Name, Nullable, resource } from "./common.js";

const Neurons = Type.Array(Count(), { minItems: 1, maxItems: 100_000 });

/**
 * Other concepts of one layer: as many as `gipfel analyze --clusters` would find, or the neurons of each; one of these may
 * be split by k-means among its neurons, whose larger part keeps its place while the others come last.
 */
export const LayerClustering = Type.Union([
  Type.Object({ clusters: Type.Integer({ minimum: 1, maximum: 4096 }) }, { additionalProperties: false }),
  Type.Object(
    {
      concepts: Type.Array(Neurons, { minItems: 1, maxItems: 4096 }),
      split: Type.Optional(
        Type.Object(
          { concept: Count(), into: Type.Integer({ minimum: 2, maximum: 4096 }) },
          { additionalProperties: false },
        ),
      ),
    },
    { additionalProperties: false },
  ),
]);

const Layers = Type.Record(Type.String({ minLength: 1, maxLength: 500 }), LayerClustering);
const Names = Type.Record(Type.String({ minLength: 1, maxLength: 500 }), Name());

/** What a view changes of an analysis: clusterings by layer id, names by node id, and the state of the page. */
export const ViewContent = Type.Object(
  {
    layers: Layers,
    names: Names,
    /** As the page keeps it in its address. */
    page: Nullable(Type.String({ maxLength: 10_000 })),
  },
  { additionalProperties: false },
);

/** What of a view decides the graph. */
export const ViewConcepts = Type.Object(
  { layers: Layers, names: Type.Optional(Names) },
  { additionalProperties: false },
);

export const View = Type.Object({
  ...resource,
  analysisId: Id(),
  name: Name(),
  content: ViewContent,
  /** What is damaged; left out where nothing is. A damaged one can be deleted, and nothing else be done with it. */
  error: Type.Optional(JobError),
});
export const ViewRequest = Type.Object({ name: Name(), content: ViewContent }, { additionalProperties: false });

/** What a user wrote about a node. */
export const Annotation = Type.Object({
  analysisId: Id(),
  node: Type.String(),
  name: Nullable(Name()),
  note: Type.String({ maxLength: 20_000 }),
  version: Type.Integer({ minimum: 1 }),
  updatedAt: Type.String(),
  /** What is damaged; left out where nothing is. A damaged one can be deleted, and nothing else be done with it. */
  error: Type.Optional(JobError),
});

export const AnnotationRequest = Type.Object(
  { name: Nullable(Name()), note: Type.String({ maxLength: 20_000, pattern: "^[^\\u0000]*$" }) },
  { additionalProperties: false },
);

export type View = Static<typeof View>;
export type ViewContent = Static<typeof ViewContent>;
export type ViewConcepts = Static<typeof ViewConcepts>;
export type LayerClustering = Static<typeof LayerClustering>;
export type Annotation = Static<typeof Annotation>;
