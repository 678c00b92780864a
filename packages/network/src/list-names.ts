const mostListed = 20;

/** Names for a message, which stays short however many there are. */
export function listNames(names: readonly string[]): string {
  const more = names.length - mostListed;
  return more > 0 ? `${names.slice(0, mostListed).join(", ")} and ${more} more` : names.join(", ");
}
