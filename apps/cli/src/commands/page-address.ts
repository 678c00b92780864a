export interface PageAddressOptions {
  /** Whether a person reads it, and no log that keeps it. */
  readonly onTerminal: boolean;
  /** Whether folders were named, whose graphs are wanted first. */
  readonly ofFolders: boolean;
}

/**
 * Where to open the page, as `gipfel serve` says it. The token is part of the address on a terminal only: whatever else
 * stdout leads to, such as the log of a container, would keep it.
 *
 * @param url of the server, with its token as the fragment where it has one of its own
 */
export function pageAddress(url: string, { onTerminal, ofFolders }: PageAddressOptions): string {
  const page = new URL(url);
  if (ofFolders) page.pathname = "/graph";
  if (onTerminal || page.hash === "") return page.href;
  page.hash = "";
  return `${page.href}#token=… with the token in GIPFEL_TOKEN`;
}
