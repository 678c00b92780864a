import { spawn } from "node:child_process";
import { root } from "./root.mjs";

/**
 * Runs a program to its end, without input.
 * @param {string[]} command program and arguments
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, show?: boolean }} [options] show: let its output through at once
 * @returns {Promise<{ code: number, output: string }>} output: both streams as they came; empty if shown
 */
export function runCommand([program, ...args], { cwd = root, env = process.env, show = false } = {}) {
  return new Promise((resolve) => {
    const stdio = show ? ["ignore", "inherit", "inherit"] : ["ignore", "pipe", "pipe"];
    // Windows starts npx only through its shell.
    const child = spawn(program, args, { cwd, env, stdio, shell: process.platform === "win32" && program === "npx" });
    const chunks = [];
    child.stdout?.on("data", (chunk) => chunks.push(chunk));
    child.stderr?.on("data", (chunk) => chunks.push(chunk));
    child.on("error", (error) => resolve({ code: 1, output: `${program}: ${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString() }));
  });
}
