// @ts-check
/**
 * tfjs-node 4.22 calls helpers of `node:util` that Node 22 warns of and Node 23 removed.
 *
 * @param {Record<string, unknown>} util the module object of `node:util`.
 */
export function restoreNodeUtilities(util) {
  util.isNullOrUndefined = (/** @type {unknown} */ value) => value === null || value === undefined;
  util.isArray = Array.isArray;
}
