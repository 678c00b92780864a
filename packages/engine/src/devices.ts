import { GipfelError } from "@gipfel/contracts";

export interface DeviceAvailability {
  readonly device: string;
  readonly available: boolean;
  /** What it is, or what is missing and how it comes. */
  readonly reason: string;
}

/**
 * @param devices of one engine, the preferred first.
 * @param wanted one of them, or `auto` for the first that is there.
 * @throws GipfelError ENGINE_UNAVAILABLE
 */
export function chooseDevice(engine: string, devices: readonly DeviceAvailability[], wanted: string): string {
  const here = devices.filter(({ available }) => available).map(({ device }) => device);
  if (wanted === "auto" && here[0] !== undefined) return here[0];
  if (here.includes(wanted)) return wanted;
  const missing = devices.find(({ device }) => device === wanted);
  const why = missing ? ` (${missing.reason})` : "";
  throw new GipfelError(
    "ENGINE_UNAVAILABLE",
    `${engine} has no device ${wanted} here${why}; available: ${["auto", ...here].join(", ")}`,
  );
}
