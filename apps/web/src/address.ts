/** What the address bar holds: enough to come back to the same picture. */
export interface Address {
  analysis: string | null;
  class: string | null;
  /** Share of the attribution to show, in [0, 1]; null leaves the choice to the page. */
  share: number | null;
}

/** Reads `?analysis=…&class=…&share=…`; a share that is no number in [0, 1] is none. */
export function parseAddress(search: string): Address {
  const query = new URLSearchParams(search);
  const text = query.get("share");
  const share = Number(text);
  return {
    analysis: query.get("analysis"),
    class: query.get("class"),
    share: text && share >= 0 && share <= 1 ? share : null,
  };
}

export function formatAddress(address: Address): string {
  const query = new URLSearchParams();
  if (address.analysis) query.set("analysis", address.analysis);
  if (address.class) query.set("class", address.class);
  if (address.share !== null) query.set("share", String(address.share));
  return `?${query}`;
}
