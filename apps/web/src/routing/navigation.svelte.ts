import { formatRoute, parseRoute, type Route } from "./route.js";

/** Browsers slow a page down that writes its address more than some hundred times in half a minute. */
const writeEvery = 300;

type RouteOf<Page extends Route["page"]> = Extract<Route, { page: Page }>;

/** The page that is open, and the address bar. */
export class Navigation {
  #route = $state.raw(parseRoute(location));
  /** Routes of pages that have been left, each the last of its page. */
  readonly #left = new Map<Route["page"], Route>();
  #pending: number | null = null;

  constructor() {
    addEventListener("popstate", () => {
      this.#forget();
      this.#open(parseRoute(location));
    });
    // A link that is copied or reloaded at once must not miss the last change.
    addEventListener("pagehide", () => this.#write());
  }

  get route(): Route {
    return this.#route;
  }

  /** Route of a page as it reads it: while the next page loads, the last one of the page that is still shown. */
  routeOf<Page extends Route["page"]>(page: Page): RouteOf<Page> | undefined {
    const route = this.#route;
    return (route.page === page ? route : this.#left.get(page)) as RouteOf<Page> | undefined;
  }

  /** Opens a page; the reader can go back. */
  go(route: Route): void {
    this.#write();
    this.#open(route);
    history.pushState(null, "", formatRoute(route));
    scrollTo(0, 0);
  }

  /**
   * Changes what the address says of the page that is open; going back skips it. The bar follows a moment later. A page
   * that has been left changes nothing: it stays in sight until the next one is loaded, and answers still reach it.
   */
  replace(route: Route): void {
    if (route.page !== this.#route.page) return;
    this.#open(route);
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

  #open(route: Route): void {
    this.#left.set(this.#route.page, this.#route);
    this.#route = route;
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
