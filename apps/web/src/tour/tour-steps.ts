/** What a step points at: something on the page, or something that is drawn. */
export type TourTarget = { readonly selector: string } | { readonly drawn: "concept" | "edge" };

export interface TourStep {
  readonly title: string;
  readonly text: string;
  readonly target: TourTarget;
  /** Whether the concept of the tour is selected for it. */
  readonly selects?: boolean;
}

export const tourSteps: readonly TourStep[] = [
  {
    title: "From the image to a class",
    text: "Each column is a layer of the network: the image on the left, the class on the right. The green bar below a name is the part of the attribution that ends in that layer.",
    target: { selector: ".headings" },
  },
  {
    title: "A concept",
    text: "Neurons of one layer that light up at the same places. The picture shows the patches of images where they do so most; the larger it is, the more of the class it carries.",
    target: { drawn: "concept" },
  },
  {
    title: "An edge",
    text: "How much the source contributes to the target. Blue raises it, orange lowers it; dashed means that the sign is not certain. Point at an edge for its figures.",
    target: { drawn: "edge" },
  },
  {
    title: "How much to show",
    text: "These sliders keep the concepts and edges that carry a share of the whole. They only hide: nothing is computed anew, and nothing moves.",
    target: { selector: "[aria-label='What is shown']" },
  },
  {
    title: "Ask a concept",
    text: "Click one, or walk there with the arrow keys: its patches, its neurons, what feeds it and what it feeds. Edges and layers answer likewise.",
    target: { selector: "aside" },
    selects: true,
  },
  {
    title: "Where to go on",
    text: "Other classes are in this list; Compare puts two of them on one picture. ? lists the keys, and “What am I looking at?” explains it all and begins this tour again.",
    target: { selector: "nav[aria-label='Classes']" },
  },
];
