/** How one parameter of an address is read and written. */
export interface Parameter<T> {
  /** What holds where the address does not say; written as nothing. */
  readonly absent: T;
  /** Undefined for a text that says nothing: it counts as absent. */
  parse(text: string): T | undefined;
  format(value: T): string;
}

export type Parameters<T> = { readonly [K in keyof T]: Parameter<T[K]> };

/** Reads what the table names; everything else in the query is passed over. */
export function readQuery<T extends object>(parameters: Parameters<T>, query: URLSearchParams): T {
  const entries = Object.entries<Parameter<unknown>>(parameters).map(([name, { absent, parse }]) => {
    const text = query.get(name);
    return [name, (text === null ? undefined : parse(text)) ?? absent];
  });
  return Object.fromEntries(entries) as T;
}

/** The query of these values, `?` included; empty where nothing differs from what holds without. */
export function writeQuery<T extends object>(parameters: Parameters<T>, values: T): string {
  const query = new URLSearchParams();
  for (const name in parameters) {
    const { absent, format } = parameters[name];
    const written = format(values[name]);
    if (written !== "" && written !== format(absent)) query.set(name, written);
  }
  return query.size > 0 ? `?${query}` : "";
}

export const text: Parameter<string | null> = {
  absent: null,
  parse: (written) => written || undefined,
  format: (value) => value ?? "",
};

/** A number within limits, or null. */
export const numberWithin = (least: number, most: number): Parameter<number | null> => ({
  absent: null,
  parse: (written) => {
    const value = Number(written);
    return written.trim() !== "" && value >= least && value <= most ? value : undefined;
  },
  format: (value) => (value === null ? "" : String(value)),
});

/** One of a few words, of which the first holds where the address does not say. */
export const oneOf = <const W extends string>(words: readonly [W, ...W[]]): Parameter<W> => ({
  absent: words[0],
  parse: (written) => words.find((word) => word === written),
  format: (value) => value,
});

/** Texts that may hold anything: each is escaped before they are joined by commas. */
export const list: Parameter<readonly string[]> = {
  absent: [],
  parse: (written) => {
    try {
      return written === "" ? undefined : written.split(",").map(decodeURIComponent);
    } catch {
      return undefined;
    }
  },
  format: (values) => values.map((value) => value.replace(/[%,]/g, encodeURIComponent)).join(","),
};
