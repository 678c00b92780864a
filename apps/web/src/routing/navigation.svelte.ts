import { formatRoute, parseRoute, type Route } from "./route.js";

/** Browsers slow a page down that writes its address more than some hundred times in half a minute. */
const writeEvery = 300;

/** The page that is open, and the address bar. */
export class Navigation {
  #route = $state.raw(parseRoute(location));
  #pending: number | null = null;

  constructor() {
    addEventListener("popstate", () => {
      this.#forget();
      this.#route = parseRoute(location);
    });
    // A link that is copied or reloaded at once must not miss the last change.
    addEventListener("pagehide", () => this.#write());
  }

  get route(): Route {
    return this.#route;
  }

  /** Opens a page; the reader can go back. */
  go(route: Route): void {
    this.#write();
    this.#route = route;
    history.pushState(null, "", formatRoute(route));
    scrollTo(0, 0);
  }

  /** Changes what the address says of the page that is open; going back skips it. The bar follows a moment later. */
  replace(route: Route): void {
    this.#route = route;
    this.#pending ??= window.setTimeout(() => this.#write(), writeEvery);
  }

  /** Follows a link to a page of this application; others, and clicks that mean a new tab, are left to the browser. */
  follow(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    if (!(link instanceof HTMLAnchorElement) || link.target || link.download || link.origin !== location.origin) return;
    const route = parseRoute(link);
    if (route.page === "unknown") return;
    event.preventDefault();
    this.go(route);
  }

  #write(): void {
    if (this.#pending === null) return;
    this.#forget();
    history.replaceState(history.state, "", formatRoute(this.#route));
  }

  #forget(): void {
    if (this.#pending !== null) clearTimeout(this.#pending);
    this.#pending = null;
  }
}
