import { isAbsolute, relative, sep } from "node:path";

/** Whether an absolute path lies under an absolute folder (or is it). Give real paths, so that links are resolved. */
export function isInside(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== ".." && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
