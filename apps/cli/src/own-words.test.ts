import { describe, expect, it } from "vitest";
import { commandOf, ownWords } from "./own-words.js";

const folder = "/home/user/gipfel";
const installed = { variables: {}, program: "/usr/local/bin/gipfel", folder };

describe("commandOf", () => {
  it.each([
    ["gipfel", installed],
    ["npx gipfel", { ...installed, variables: { npm_command: "exec", npm_lifecycle_event: "npx" } }],
    ["node apps/cli/dist/main.js", { ...installed, program: `${folder}/apps/cli/dist/main.js` }],
    ["node /opt/gipfel/main.js", { ...installed, program: "/opt/gipfel/main.js" }],
    [
      "npx -y pnpm@12 --silent gipfel",
      { ...installed, variables: { GIPFEL_COMMAND: "npx -y pnpm@12 --silent gipfel" } },
    ],
  ])("is %s", (command, start) => {
    expect(commandOf(start)).toBe(command);
  });
});

describe("ownWords", () => {
  const start = { variables: { GIPFEL_COMMAND: "node scripts/gipfel.mjs" }, program: "", folder };

  it("puts the command that was started where a hint names one", () => {
    expect(ownWords("see them: gipfel serve out; gipfel token add --role write NAME", start)).toBe(
      "see them: node scripts/gipfel.mjs serve out; node scripts/gipfel.mjs token add --role write NAME",
    );
  });

  it("leaves names, paths and other words alone", () => {
    const text = "gipfel: /srv/gipfel serve is no path; gipfel in your data home; @gipfel serve; gipfel servers";
    expect(ownWords(text, start)).toBe(text);
  });
});
