/** Names of the arrays in shard files. */
export const shardNames = {
  /** `[C]`: Σ over images and positions of a layer. */
  sums: (layer: string) => `sums/${layer}`,
  /** Packed `[C, C]` Gram matrix of a layer's profiles. */
  gram: (layer: string) => `gram/${layer}`,
  /** `[n, C]`: mean over positions. */
  means: (layer: string) => `means/${layer}`,
  /** `[n, C]`: maximum over positions, and where it is. */
  maxima: (layer: string) => `maxima/${layer}`,
  places: (layer: string) => `places/${layer}`,
  /** `[C]`: β, the same in every shard. */
  rest: (layer: string) => `rest/${layer}`,
  /** `[C]`: Σ over images of flow (`[1]` for the raw input), and of what starts at the layer. */
  flow: (layer: string) => `flow/${layer}`,
  restFlow: (layer: string) => `restFlow/${layer}`,
  /** Contribution of an image group, Σ over its images; gradient, Σ over the shard's images. */
  contribution: (pair: string, group: number) => `contribution/${pair}/${group}`,
  gradient: (pair: string) => `gradient/${pair}`,
} as const;

/** What a shard says of its images. */
export interface ShardFacts {
  /** Index of each image that was used, in the order of the rows of its arrays. */
  readonly images: readonly number[];
  /** Images used in each group, by group number. */
  readonly groupImages: Readonly<Record<string, number>>;
  readonly skipped: readonly { readonly image: string; readonly reason: string }[];
}

export interface CollectFacts extends ShardFacts {
  /** Images whose largest logit is the class's. */
  readonly correct: number;
  readonly logitSum: number;
  readonly residuals: Readonly<Record<string, { readonly error: number; readonly difference: number }>>;
}

export interface EdgeFacts {
  readonly residuals: Readonly<Record<string, { readonly error: number; readonly difference: number }>>;
  /** By target layer: the most points that any batch needed. */
  readonly steps: Readonly<Record<string, number>>;
}
