import { svelte } from "@sveltejs/vite-plugin-svelte";
import { defineConfig } from "vite";
import { compression } from "vite-plugin-compression2";

export default defineConfig({
  // The server sends the compressed files to browsers that take them: see serve-page.ts there.
  plugins: [
    svelte({ configFile: false }),
    compression({ algorithms: ["gzip", "brotliCompress"], include: /\.(js|css|svg)$/ }),
  ],
  // Workspace packages are taken from their sources, so that no build comes first.
  resolve: { conditions: ["source", "browser", "module", "import", "default"] },
  build: { target: "es2023", chunkSizeWarningLimit: 1200, assetsInlineLimit: 0 },
  server: { proxy: { "/api": "http://127.0.0.1:4173" } },
});
