/** The warnings of an analysis that are about one layer, without its name in front. */
export function notesOnLayer(warnings: readonly string[], layer: string, classId: string): string[] {
  const beginnings = [`layer ${layer}: `, `layer ${layer} of class ${classId}: `, `segment into ${layer}: `];
  return warnings.flatMap((warning) => {
    const beginning = beginnings.find((start) => warning.startsWith(start));
    return beginning ? [warning.slice(beginning.length)] : [];
  });
}
