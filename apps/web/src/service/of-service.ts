/**
 * Whether the service made an analysis, and gave it a UUID; others are folders that it was started with, whose names are
 * their ids. Those can be looked at: they have no model to compute with, and nothing can be written about them.
 * @param analysis the analysis' id
 */
export const isOfService = (analysis: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(analysis);
