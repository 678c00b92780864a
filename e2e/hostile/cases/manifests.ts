/** Manifests that are refused. */

export interface HostileManifest {
  readonly what: string;
  readonly file: string;
  readonly make: () => Uint8Array;
  readonly says: RegExp;
}

const csv = (text: string) => ({ file: "list.csv", make: () => Buffer.from(text) });
const jsonl = (text: string) => ({ file: "list.jsonl", make: () => Buffer.from(text) });
const row = (path: string, label: string) => jsonl(`{"path": ${path}, "label": ${label}}\n`);

export const manifests: readonly HostileManifest[] = [
  { what: "columns of other names", ...csv("x,y\n1,2\n"), says: /path,label/ },
  { what: "a quote that never ends", ...csv('path,label\n"a.png,0\n'), says: /not a CSV file/ },
  { what: "a path that leaves it", ...csv("path,label\n../../secret,0\n"), says: /leaves the manifest's folder/ },
  { what: "an absolute path", ...csv("path,label\n/etc/passwd,0\n"), says: /leaves the manifest's folder/ },
  { what: "an image that is not there", ...csv("path,label\nb.png,0\n"), says: /no file b.png/ },
  { what: "a label that is NaN", ...csv("path,label\na.png,NaN\n"), says: /NaN is no class index/ },
  { what: "an infinite label", ...csv("path,label\na.png,Infinity\n"), says: /Infinity is no class index/ },
  { what: "a negative label", ...csv("path,label\na.png,-1\n"), says: /no class index/ },
  { what: "a label of 1e999", ...row('"a.png"', "1e999"), says: /label/ },
  { what: "a label that is a list of lists", ...row('"a.png"', "[[0]]"), says: /label must be/ },
  { what: "a path that is a number", ...row("5", "0"), says: /path must be/ },
  { what: "a path with a NUL", ...row('"a\\u0000.png"', "0"), says: /path must be/ },
  { what: "a path of a million characters", ...row(`"${"a".repeat(1e6)}"`, "0"), says: /path has 1000000 characters/ },
  { what: "a line that is no JSON", ...jsonl("{\n"), says: /line 1: not JSON/ },
  { what: "a line of 1 MB of brackets", ...jsonl("[".repeat(2 ** 20)), says: /line 1: not JSON/ },
  { what: "lists in lists", ...jsonl("[".repeat(5e5) + "]".repeat(5e5)), says: /line 1: not/ },
  {
    what: "a path in its prototype",
    ...jsonl('{"__proto__": {"path": "a.png", "label": 0}}\n'),
    says: /not an object with path/,
  },
  { what: "one image twice", ...csv("path,label\na.png,0\na.png,0\n"), says: /list it once/ },
];
