/** The jobs of the tests. */
export type TestJob =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "text"; readonly text: string };

export const testKinds = ["number", "text"] as const;
