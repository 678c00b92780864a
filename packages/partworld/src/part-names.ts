/** The parts that have masks, each shared by at least two classes. */
export const partNames = [
  "door",
  "ear",
  "eye",
  "fin",
  "flame",
  "lamp",
  "leaf",
  "mouth",
  "nose",
  "petal",
  "roof",
  "stem",
  "wheel",
  "window",
] as const;

export type PartName = (typeof partNames)[number];
