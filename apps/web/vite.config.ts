import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";

export default defineConfig({
  plugins: [svelte({ configFile: false })],
  // Workspace packages are taken from their sources, so that no build comes first.
  resolve: { conditions: ["source", "browser", "module", "import", "default"] },
  build: { target: "es2023", chunkSizeWarningLimit: 1200, assetsInlineLimit: 0 },
  server: { proxy: { "/api": "http://127.0.0.1:4173" } },
});
