import { existsSync } from "node:fs";
import { createRequire } from "node:module";

const { resolve } = createRequire(import.meta.url);

/** The fonts come with the package: a machine without any renders the same words. */
export const fonts = {
  regular: { name: "DejaVu Sans", file: resolve("dejavu-fonts-ttf/ttf/DejaVuSans.ttf") },
  bold: { name: "DejaVu Sans Bold", file: resolve("dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf") },
};

/**
 * Where a system has no fontconfig, as in slim containers, the text renderer complains on standard error unless it is
 * given some configuration; these fonts bring one. To be called before the first text is rendered.
 */
export function configureFonts(): void {
  const { env, platform } = process;
  const isConfigured = env.FONTCONFIG_FILE !== undefined || env.FONTCONFIG_PATH !== undefined;
  if (platform !== "linux" || isConfigured || existsSync("/etc/fonts/fonts.conf")) return;
  env.FONTCONFIG_FILE = resolve("dejavu-fonts-ttf/fontconfig/57-dejavu-sans.conf");
}
