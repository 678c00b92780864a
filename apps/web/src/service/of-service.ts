/**
 * Whether the service made an analysis; others are folders that it was started with, whose names are their ids. Those
 * have no model to compute with, and nothing can be written about them.
 */
export const isOfService = (analysis: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(analysis);
