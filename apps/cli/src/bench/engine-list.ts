import type { EngineAvailability, EngineChoice } from "@gipfel/pipeline";

/** Plain JavaScript takes minutes where others take seconds: it is compared where it is named. */
const isUsed = ({ engine, device, available }: EngineAvailability) =>
  available && !(engine === "tfjs" && device === "cpu");

/**
 * The engines that `bench` compares, or undefined where one is named and its phases are asked for.
 *
 * @param text `all` that are here, or names separated by commas, each with its device behind a colon or with the one of `--device`.
 */
export function comparedEngines(
  text: string,
  device: string,
  known: readonly EngineAvailability[],
): EngineChoice[] | undefined {
  if (text === "all") return known.filter(isUsed).map(({ engine, device: own }) => ({ engine, device: own }));
  const items = text.split(",").map((item) => item.trim());
  const choices = items.map((item) => {
    const [engine = "", own = device] = item.split(":");
    return { engine, device: own };
  });
  return choices.length > 1 || text.includes(":") ? choices : undefined;
}
