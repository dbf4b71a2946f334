// The connection of one set: comes back after it was lost, and sends what had not arrived.
import { remember, type Begun } from "./begun";
import { ask, inTheWay, signedOut } from "./door";
import type { Answer, Frame, Happened, Report, Summary, Words } from "./protocol";

// Two minutes at 30 frames a second. What does not fit is left out, not what came before it.
const MOST_WAITING = 3600;
const AT_ONCE = 30;
// Frames the server has not answered for; more would only wait there.
const MOST_ON_THE_WAY = 90;
const TAKEN_OVER = 4001;
// The server will not go on: signed out, or too many refusals.
const REFUSED = 1008;
const PATIENCE_MS = [250, 500, 1000, 2000, 4000];
const LONGEST_PAUSE_MS = 15_000;
// So often in a row it fails before it is asked why, and so often that is no reason to go on trying.
const ASK_AFTER = 2;
const MOST_SHUT = 5;
const GOING_ON = "Trying again; two minutes of what you do are kept.";
// Where this machine's clock went back meanwhile, so much is taken to have passed.
const SKIPPED_MS = 1000;

export interface Listener {
  /** `before`: it was told before the page was loaded anew. */
  happened(event: Happened, before: boolean): void;
  summary(report: Report, words: Words, kept: boolean): void;
  /** `why`: what is in the way, or what the server said when it hung up. */
  connection(state: "open" | "lost" | "gone" | "signed_out", why?: string): void;
  refused(code: string, detail: string): void;
  roundTrip(ms: number): void;
}

export class Link {
  private socket: WebSocket | null = null;
  private ready = false;
  private closed = false;
  private attempts = 0;
  private shut = 0;
  private pause = 0;
  private unkept = 0;
  private next = 0;
  private sent = -1;
  private heard = -1;
  private lastMs = -1;
  /** Whether the page was loaded anew and does not know yet where the server stands. */
  private astray: boolean;
  private readonly toldBefore: number;
  private readonly waiting: Frame[] = [];
  private readonly sentAt = new Map<number, number>();

  constructor(
    private readonly url: string,
    private readonly set: Begun,
    private readonly listener: Listener,
    /** Whether the server has begun the set. */
    private begun = false,
  ) {
    this.toldBefore = begun ? set.heard : -1;
    this.astray = begun;
    window.addEventListener("online", this.atOnce);
    this.connect();
  }

  /** Send what was seen `atMs`, in ms since 1970, now or when there is a connection again. */
  push(seen: Omit<Frame, "seq" | "t_ms">, atMs: number): void {
    if (this.closed || this.set.finishing || this.waiting.length >= MOST_WAITING) return;
    if (this.astray) return;
    this.waiting.push({ seq: this.next++, t_ms: this.time(atMs), ...seen });
    this.flush();
  }

  /** Say that the set is over; the summary follows once every frame has arrived. */
  finish(): void {
    this.set.finishing = true;
    if (this.begun) remember(this.set);
    this.flush();
  }

  close(): void {
    this.closed = true;
    window.clearTimeout(this.pause);
    window.removeEventListener("online", this.atOnce);
    this.socket?.close(1000);
  }

  private end(state: "gone" | "signed_out", why: string): void {
    this.close();
    this.listener.connection(state, why);
  }

  private connect(): void {
    this.pause = 0;
    const socket = new WebSocket(this.url);
    this.socket = socket;
    socket.addEventListener("open", () => this.open());
    socket.addEventListener("message", (event) => this.hear(JSON.parse(String(event.data))));
    socket.addEventListener("close", (event) => this.lost(event));
  }

  private open(): void {
    this.say(
      this.begun
        ? { type: "resume", set: this.set.set, after: this.heard }
        : { type: "start", set: this.set.set, ...this.set.wanted },
    );
  }

  private lost({ code, reason }: CloseEvent): void {
    this.ready = false;
    if (this.closed) return;
    if (code === TAKEN_OVER || code === REFUSED) return this.end("gone", reason);
    if (this.attempts >= ASK_AFTER) return void this.askWhy();
    this.listener.connection("lost");
    this.again();
  }

  private async askWhy(): Promise<void> {
    const door = await ask(this.url.replace(/^ws/, "http"));
    if (this.closed) return;
    this.shut = door === "away" ? 0 : this.shut + 1;
    if (door === "signed_out") return this.end(door, signedOut(this.begun));
    const late = !this.begun && this.attempts >= PATIENCE_MS.length;
    if (late || this.shut >= MOST_SHUT) return this.end("gone", inTheWay(door));
    this.listener.connection("lost", `${inTheWay(door)} ${GOING_ON}`);
    this.again();
  }

  private again(): void {
    const patience = Math.min(250 * 2 ** this.attempts++, LONGEST_PAUSE_MS);
    this.pause = window.setTimeout(() => this.connect(), patience);
  }

  /** Wait no longer: the machine has a network again. */
  private readonly atOnce = (): void => {
    if (!this.pause) return;
    window.clearTimeout(this.pause);
    this.connect();
  };

  private hear(answer: Answer): void {
    if (this.closed) return;
    switch (answer.type) {
      case "ready":
        this.attempts = this.shut = 0;
        this.begun = this.ready = true;
        if (this.astray) this.goOnAfter(answer.after, answer.t_ms);
        remember(this.set);
        this.arrived(answer.after);
        // Whatever was on the way when the connection broke is sent again.
        this.sent = answer.after;
        this.listener.connection("open");
        return this.flush();
      case "event":
        if (answer.seq <= this.heard) return;
        return this.happened(answer.seq, answer.event);
      case "ack":
        this.arrived(answer.seq);
        return this.flush();
      case "summary":
        return this.over(answer);
      case "refused":
        return this.refused(answer.code, answer.detail, answer.after);
    }
  }

  /** Tell what the set was; where it could not be kept, ask for that some more times first. */
  private over({ report, words, kept }: Summary): void {
    const patience = PATIENCE_MS[this.unkept++];
    if (!kept && patience !== undefined) {
      this.set.finishing = true;
      window.setTimeout(() => this.flush(), patience);
      return;
    }
    this.close();
    this.listener.summary(report, words, kept);
  }

  private refused(code: string, detail: string, after: number | undefined): void {
    if (code === "not_signed_in") return this.end("signed_out", signedOut(this.begun));
    if (code === "no_set" || !this.begun) return this.end("gone", detail);
    if (code === "set_under_way") {
      // The answer to our start was lost, the set was not.
      this.begun = true;
      this.open();
    } else if (after !== undefined && after < this.sent) {
      this.arrived(after);
      this.sent = after;
      // What was refused for itself would be refused again: it is left out.
      if (code !== "missing_frame" && code !== "repeated_frame") this.leaveOut(after + 1);
      this.flush();
    }
    this.listener.refused(code, detail);
  }

  private happened(seq: number, event: Happened): void {
    this.heard = seq;
    if (seq > this.set.heard) {
      this.set.heard = seq;
      remember(this.set);
    }
    this.listener.happened(event, seq <= this.toldBefore);
  }

  private goOnAfter(seq: number, lastMs: number): void {
    this.astray = false;
    this.next = seq + 1;
    // Before the first frame there is no time yet.
    this.lastMs = seq < 0 ? -1 : lastMs;
  }

  /** Return the time in the set of a moment, in ms; it only grows, whatever the clock does. */
  private time(atMs: number): number {
    let since = this.set.sinceMs ?? atMs;
    if (atMs - since <= this.lastMs) since = atMs - this.lastMs - SKIPPED_MS;
    if (since !== this.set.sinceMs) {
      this.set.sinceMs = since;
      if (this.begun) remember(this.set);
    }
    this.lastMs = Math.round(10 * (atMs - since)) / 10;
    return this.lastMs;
  }

  private leaveOut(seq: number): void {
    this.waiting.shift();
    this.next = seq;
    for (const frame of this.waiting) frame.seq = this.next++;
  }

  private arrived(seq: number): void {
    while ((this.waiting[0]?.seq ?? Infinity) <= seq) this.waiting.shift();
    const since = this.sentAt.get(seq);
    if (since !== undefined) this.listener.roundTrip(performance.now() - since);
    for (const key of this.sentAt.keys()) if (key <= seq) this.sentAt.delete(key);
  }

  private flush(): void {
    if (!this.ready) return;
    const first = this.waiting[0]?.seq ?? this.next;
    while (this.sent < this.next - 1 && this.sent - first < MOST_ON_THE_WAY) {
      const from = this.sent + 1 - first;
      const frames = this.waiting.slice(from, from + AT_ONCE);
      const last = frames.at(-1);
      if (!last) break;
      this.say({ type: "frames", frames });
      this.sent = last.seq;
      this.sentAt.set(last.seq, performance.now());
    }
    if (this.set.finishing && !this.waiting.length) this.say({ type: "finish" });
  }

  private say(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
  }
}
