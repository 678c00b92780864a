import { defineConfig } from "vitest/config";

// Tests run on the sources, by the "source" condition of each package's exports; what they start is built of them first.
export default defineConfig({
  resolve: { conditions: ["source"] },
  ssr: { resolve: { conditions: ["source", "node", "module", "default"] } },
  test: {
    globalSetup: "scripts/workspace/build-for-tests.mjs",
    include: [
      "packages/*/src/**/*.test.ts",
      "apps/*/src/**/*.test.ts",
      "scripts/workspace/*.test.mjs",
      "e2e/**/*.test.ts",
    ],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    // Of a machine that is busy with other tests, too.
    expect: { poll: { timeout: 20_000 } },
    pool: "forks",
    maxWorkers: 2,
  },
});
