/** Times and sizes in words. */
import { amount } from "./wording.js";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** `under 1 s`, `42 s`, `3 min 20 s`, `2 h 5 min`, `3 d 4 h`: two parts at most. @param seconds at least 0 */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 1) return "under 1 s";
  if (whole < minute) return `${whole} s`;
  if (whole < 10 * minute) return parts(Math.floor(whole / minute), "min", whole % minute, "s");
  if (whole < hour) return `${Math.round(whole / minute)} min`;
  if (whole < day) return parts(Math.floor(whole / hour), "h", Math.floor((whole % hour) / minute), "min");
  return parts(Math.floor(whole / day), "d", Math.floor((whole % day) / hour), "h");
}

/** `just now`, `5 min ago`, `3 h ago`, `yesterday`, `4 days ago`; from a week on the date. @param now in milliseconds */
export function ago(timestamp: string, now: number): string {
  const seconds = (now - Date.parse(timestamp)) / 1000;
  if (seconds < minute) return "just now";
  if (seconds < hour) return `${Math.floor(seconds / minute)} min ago`;
  if (seconds < day) return `${Math.floor(seconds / hour)} h ago`;
  const days = Math.floor(seconds / day);
  if (days === 1) return "yesterday";
  return days < 7 ? `${days} days ago` : new Date(timestamp).toLocaleDateString("en", dateStyle);
}

/** Date and time to the minute, in the reader's zone. */
export const moment = (timestamp: string): string =>
  new Date(timestamp).toLocaleString("en", { ...dateStyle, hour: "2-digit", minute: "2-digit", hour12: false });

const dateStyle = { day: "numeric", month: "short", year: "numeric" } as const;

/** `812 B`, `4.21 MB`: decimal multiples. */
export function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  const step = Math.min(4, Math.floor(Math.log10(size) / 3));
  return `${amount(size / 1000 ** step)} ${["", "kB", "MB", "GB", "TB"][step]}`;
}

function parts(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large} ${largeUnit}` : `${large} ${largeUnit} ${small} ${smallUnit}`;
}
