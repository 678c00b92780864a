/** What one explanation says beside its map: `gipfel explain --out FILE.json`. */
import { type Static, Type } from "typebox";

const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const Count = () => Type.Integer({ minimum: 0 });

export const ExplanationDocument = Type.Object({
  format: Type.Literal("gipfel-explanation"),
  version: Type.Literal(1),
  software: Type.Object({ name: Type.String(), version: Type.String(), engine: Type.String() }),
  model: Type.Object({ name: Type.String(), hash: Type.String() }),
  image: Type.Object({ index: Nullable(Count()), name: Type.String() }),
  method: Type.Object({ name: Type.String(), parameters: Type.Record(Type.String(), Type.Unknown()) }),
  target: Type.Object({
    kind: Type.Union([Type.Literal("class"), Type.Literal("neuron"), Type.Literal("concept")]),
    name: Type.String(),
    /** Name in the user's file of the tensor that holds the neurons. */
    layer: Type.String(),
    neurons: Type.Array(Count()),
    /** Row and column; null for the sum over all positions. */
    position: Nullable(Type.Tuple([Count(), Count()])),
  }),
  level: Type.Object({
    /** Name in the user's file of the tensor that is given attributions. */
    layer: Type.String(),
    /** Neurons the map is restricted to, those of a concept; null for all. */
    neurons: Nullable(Type.Array(Count())),
  }),
  /** Shape of the map: `[C, H, W]`, or `[C]`. */
  shape: Type.Array(Count()),
  /** The target's neurons, summed over positions. */
  score: Type.Number(),
  baselineScore: Nullable(Type.Number()),
  /** Of the signed attributions of the whole level. */
  sum: Type.Number(),
  /** Of those of the neurons the map is restricted to. */
  selectedSum: Nullable(Type.Number()),
  law: Nullable(Type.String()),
  /** How far the sum is from what the law says, relative to it; absolute where that is zero. */
  residual: Nullable(Type.Number()),
  /** Points of the path integral. */
  steps: Nullable(Count()),
  /** Runs of the network, forward and backward. */
  evaluations: Count(),
  notes: Type.Array(Type.String()),
  seconds: Type.Number(),
});

export type ExplanationDocument = Static<typeof ExplanationDocument>;
