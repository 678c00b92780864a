import type { Membership } from "@gipfel/graph";

/** Which pictures show something. */
export function membershipWords(membership: Membership, names: Readonly<Record<"a" | "b", string>>): string {
  return membership === "both" ? "in both pictures" : `only in the picture of ${names[membership]}`;
}
