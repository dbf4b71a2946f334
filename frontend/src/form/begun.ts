// The set under way, remembered by this tab: a page that is loaded anew goes on with it.
import type { Wanted } from "./protocol";

const KEY = "spotter.set";

/** A set that the server has begun. */
export interface Begun {
  set: string;
  wanted: Wanted;
  /** When its time began, in ms since 1970, by this machine's clock; null before the first frame. */
  sinceMs: number | null;
  /** The last event that was told; those before it are shown again, not said again. */
  heard: number;
  /** Whether its end was asked for. */
  finishing: boolean;
  /** What was chosen on the page, by the name of the field. */
  chosen: Record<string, string | boolean>;
}

/** Remember a set until the tab is closed; a browser that keeps nothing loses it with the page. */
export function remember(begun: Begun): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(begun));
  } catch (error) {
    console.info("This browser keeps no set through a reload:", error);
  }
}

export function forget(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // What could not be kept need not be forgotten.
  }
}

/** Return the set that was under way when the page was left, null where there was none. */
export function remembered(): Begun | null {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "null");
    return isBegun(found) ? found : null;
  } catch {
    return null;
  }
}

// An older page of ours may have left something else under the key.
function isBegun(found: unknown): found is Begun {
  if (typeof found !== "object" || found === null) return false;
  const one = found as Partial<Begun>;
  return (
    typeof one.set === "string" &&
    typeof one.wanted?.exercise === "string" &&
    (one.sinceMs === null || typeof one.sinceMs === "number") &&
    typeof one.heard === "number" &&
    typeof one.finishing === "boolean" &&
    typeof one.chosen === "object"
  );
}
