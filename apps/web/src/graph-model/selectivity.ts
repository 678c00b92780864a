import type { LayerActivations } from "@gipfel/contracts";

/** How strongly a concept acts on the images of a class. */
export interface ClassActivity {
  /** Of the class. */
  readonly id: string;
  readonly mean: number;
  readonly deviation: number;
}

/**
 * The classes by how strongly a node acts in them, the strongest first; null where the classes do not all have it, or
 * have concepts of their own.
 */
export function activityByClass({ classes, dataset }: LayerActivations, node: string): ClassActivity[] | null {
  if (!dataset?.nodes.includes(node)) return null;
  const activity = classes.flatMap(({ id, nodes, mean, deviation }) => {
    const n = nodes.indexOf(node);
    return n < 0 ? [] : [{ id, mean: mean[n], deviation: deviation[n] }];
  });
  return activity.sort((a, b) => b.mean - a.mean);
}

/**
 * Class selectivity index: (μ₁ − μ̄) ÷ (μ₁ + μ̄), with μ₁ the largest mean and μ̄ the mean over the other classes. 0 where
 * all classes have the same, 1 where one class alone has any. Null for fewer than two classes and where a mean is below 0,
 * for which it is not defined. (Morcos et al., On the importance of single directions for generalization, ICLR 2018.)
 *
 * @param activity as {@link activityByClass} gives it
 */
export function selectivityIndex(activity: readonly ClassActivity[]): number | null {
  const [first, ...others] = activity.map(({ mean }) => mean);
  if (others.length === 0 || others.some((mean) => mean < 0)) return null;
  const rest = others.reduce((sum, mean) => sum + mean, 0) / others.length;
  return first + rest > 0 ? (first - rest) / (first + rest) : null;
}
