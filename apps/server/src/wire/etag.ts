/**
 * Entity tags. That of a resource is `"<version>.<hash>"`: the version is what changes are conditional on (`If-Match`),
 * the hash covers what changes without one, such as progress.
 */
import { createHash } from "node:crypto";
import { TransportError } from "./problem.js";

/** A strong tag made from the bytes, with the version of the resource in front if there is one. */
export function etagOf(payload: string | Uint8Array, version?: number): string {
  const hash = createHash("sha256").update(payload).digest("base64url").slice(0, 27);
  return version === undefined ? `"${hash}"` : `"${version}.${hash}"`;
}

/** Weak comparison, as RFC 9110 section 13.1.2 asks for `If-None-Match`. */
export function matchesEtag(header: string | undefined, etag: string): boolean {
  if (!header) return false;
  return header.split(",").some((tag) => {
    const trimmed = tag.trim();
    return trimmed === "*" || trimmed.replace(/^W\//, "") === etag;
  });
}

/**
 * The version that a change is conditional on; nothing where it is not.
 *
 * @param header `If-Match`: a tag of this service, or `*`
 * @throws TransportError REQUEST_INVALID
 */
export function expectedVersion(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === "*") return undefined;
  const version = /^\s*"(\d{1,15})(\.[\w-]*)?"\s*$/.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  throw new TransportError("REQUEST_INVALID", "If-Match: expected the ETag of the resource, as it came with it");
}
