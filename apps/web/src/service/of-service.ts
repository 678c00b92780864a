/**
 * Whether the service has an analysis with its model and images, and gave it a UUID; others are read-only: folders whose
 * model and images were not found, which have their names for ids, and graphs from files.
 * @param analysis the analysis' id
 */
export const isOfService = (analysis: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(analysis);
