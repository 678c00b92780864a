/**
 * Whether an analysis is a folder that the service was started with, which can be looked at and not changed. The service
 * gives what it made itself UUIDs, and folders their names.
 */
export function isShownFolder(analysis: { readonly id: string }): boolean {
  return !/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(analysis.id);
}
