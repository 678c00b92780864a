/** File systems of a few kilobytes, which fill up; only root may mount them. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** Mounts a file system of `kilobytes` at a folder, or says why it cannot. */
export function mountSmall(place: string, kilobytes: number): string | undefined {
  mkdirSync(place, { recursive: true });
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", `size=${kilobytes}k`, "tmpfs", place], { stdio: "pipe" });
    return undefined;
  } catch {
    return "no file system can be mounted here";
  }
}

export function resizeSmall(place: string, kilobytes: number): void {
  execFileSync("mount", ["-o", `remount,size=${kilobytes}k`, place]);
}

export function unmountSmall(place: string): void {
  // Lazily: files that are still open, as those of a database, go when they are closed.
  execFileSync("umount", ["--lazy", place]);
}
