/** Has the browser save what the page made. */
export function saveFile(content: Blob, name: string): void {
  const url = URL.createObjectURL(content);
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  // The download may begin a moment later.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** A name that every file system takes: `tench, Tinca tinca` → `tench-tinca-tinca`. */
export const fileName = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]+/gu, "-")
    .replace(/^-|-$/g, "") || "graph";
