// Why a connection does not open. A browser tells its page nothing of a refused handshake, so the
// same address is asked again in plain HTTP.

const ANSWER_WITHIN_MS = 5000;
const NOT_SIGNED_IN = 401;
// Whoever answers so may answer otherwise in a while.
const FOR_NOW = [408, 425, 429];
const SERVER_FAILS = 500;

/** `open`: nothing is in the way; `away`: nobody answers; otherwise the status of the refusal. */
export type Door = "open" | "away" | "signed_out" | number;

/** Ask at `address`, where the server would open a connection, whether it would. */
export async function ask(address: string): Promise<Door> {
  try {
    const answer = await fetch(address, {
      cache: "no-store",
      redirect: "manual",
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
    // A proxy that wants somebody signed in sends them to its own page.
    if (answer.type === "opaqueredirect" || answer.status === NOT_SIGNED_IN) return "signed_out";
    if (answer.ok) return "open";
    return answer.status >= SERVER_FAILS || FOR_NOW.includes(answer.status) ? "away" : answer.status;
  } catch {
    return "away";
  }
}

/** Return what is said to who is signed out; a set that has `begun` waits for them. */
export function signedOut(begun: boolean): string {
  const then = begun ? "within five minutes and come back here, and your set goes on" : "first";
  return `You are signed out. Sign in again ${then}.`;
}

/** Return what is said of another door that does not open, and what to do about it. */
export function inTheWay(door: Exclude<Door, "signed_out">): string {
  switch (door) {
    case "away":
      return "The server cannot be reached.";
    case "open":
      return "The server answers, but no live connection comes through. A proxy before it must let WebSockets through and leave the Host header as it is.";
    default:
      return `The server refuses the live connection (${door}).`;
  }
}
