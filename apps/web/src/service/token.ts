const key = "gipfel-token";

/**
 * The token of the address that the service printed (`#token=…`). It moves to the tab's session storage and out of the
 * address, so that it is neither copied along with a link nor kept in the history.
 */
export function takeToken(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get("token");
  if (token) {
    sessionStorage.setItem(key, token);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return sessionStorage.getItem(key);
}
