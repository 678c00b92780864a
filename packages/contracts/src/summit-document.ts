import { type Static, Type } from "typebox";

const Count = () => Type.Integer({ minimum: 0, maximum: 1e9 });

const SummitNeuron = Type.Object({
  channel: Count(),
  /** Images of the class in which the channel is among the most active of its layer. */
  count: Count(),
  pagerank: Type.Number(),
  /** Channels of the layer before, with the number of images in which they influence this one most. */
  prev_channels: Type.Array(Type.Object({ prev_channel: Count(), inf: Count() }), { maxItems: 10_000 }),
});

/**
 * An attribution graph as the original SUMMIT publishes it, `ag-<class index>.json`: channels by layer, the layer next
 * to the class first. Hohman, Park, Robinson and Chau, "SUMMIT", IEEE TVCG 26 (2020).
 */
export const SummitDocument = Type.Record(
  Type.String({ pattern: "^[A-Za-z0-9._-]+$" }),
  Type.Array(SummitNeuron, { maxItems: 10_000 }),
);

export type SummitDocument = Static<typeof SummitDocument>;
