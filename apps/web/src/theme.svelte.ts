const key = "gipfel-theme";

export type ThemeName = "light" | "dark";

/** Light or dark: what the reader chose last, else what the system prefers, followed as it changes. */
export class Theme {
  #system = matchMedia("(prefers-color-scheme: dark)");
  #prefersDark = $state(this.#system.matches);
  #chosen = $state.raw<string | null>(localStorage.getItem(key));
  readonly name = $derived<ThemeName>(
    this.#chosen === "light" || this.#chosen === "dark" ? this.#chosen : this.#prefersDark ? "dark" : "light",
  );

  constructor() {
    this.#system.addEventListener("change", (event) => {
      this.#prefersDark = event.matches;
    });
  }

  toggle(): void {
    const next = this.name === "dark" ? "light" : "dark";
    this.#chosen = next;
    localStorage.setItem(key, next);
  }
}
