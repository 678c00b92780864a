import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname } from "node:path";

/** What of this machine decides which devices there are; a test brings its own. */
export interface Installation {
  /** Folder of an installed package, or undefined. */
  packageFolder(name: string): string | undefined;
  fileExists(path: string): boolean;
}

const require = createRequire(import.meta.url);

export const thisInstallation: Installation = {
  packageFolder(name) {
    try {
      return dirname(require.resolve(`${name}/package.json`));
    } catch {
      return undefined;
    }
  },
  fileExists: existsSync,
};
