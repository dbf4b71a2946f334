// One camera, one person, one set after the other: holds the parts of the page together.
import { forget, remembered, type Begun } from "./begun";
import { Camera, keepAwake, whyNot, type Facing } from "./camera";
import { Eyes, type Files } from "./eyes";
import { Link, type Listener } from "./link";
import { Overlay } from "./overlay";
import { inWords, Panel, part } from "./panel";
import type { Happened, Report, Words } from "./protocol";
import { summarise } from "./summary";
import { Teller, Voice } from "./voice";

// "blind" is a set under way without a camera: the page was loaded anew.
type State = "off" | "opening" | "watching" | "counting" | "set" | "blind" | "over";

const CONNECTION = {
  open: "Connected",
  lost: "Connection lost. Two minutes of what you do are kept, and sent when it is back.",
  gone: "The connection is gone for good. Start the set again.",
  signed_out: "Not connected",
} as const;
type Connection = keyof typeof CONNECTION;
const FPS_OVER_MS = 1000;
// Who holds a position hears the seconds this often.
const HOLD_SAID_S = 10;
const CHOSEN = ["exercise", "level", "camera", "mirror", "spoken"];
const OTHER = "other";

export class Coach implements Listener {
  private state: State = "off";
  private eyes: Eyes | null = null;
  private link: Link | null = null;
  private connected: Connection = "open";
  private lastMs = -1;
  private sleepAgain: (() => void) | null = null;
  private readonly looks: number[] = [];
  private readonly video: HTMLVideoElement;
  private readonly camera: Camera;
  private readonly overlay: Overlay;
  private readonly panel: Panel;
  private readonly teller: Teller;
  private readonly voice = new Voice();
  private readonly names: Record<string, string>;

  constructor(private readonly root: HTMLElement) {
    this.video = part<HTMLVideoElement>(root, "video");
    this.camera = new Camera(this.video);
    this.overlay = new Overlay(part<HTMLCanvasElement>(root, "overlay"), this.video);
    this.panel = new Panel(root);
    this.teller = new Teller(part(root, "say"));
    const options = [...this.field("exercise").querySelectorAll("option")];
    this.names = Object.fromEntries(options.map((one) => [one.value, one.textContent ?? ""]));
    this.listen();
  }

  private listen(): void {
    const on = (name: string, act: () => void): void =>
      part(this.root, name).addEventListener("click", act);
    on("camera-on", () => void this.open());
    on("start", () => void this.start());
    on("finish", () => this.finish());
    on("full", () => void this.fullScreen());
    for (const name of ["mirror", "spoken"]) {
      this.field(name).addEventListener("change", () => this.choose());
    }
    part(this.root, "full").dataset["possible"] = String(document.fullscreenEnabled ?? false);
    this.field("camera").addEventListener("change", () => {
      // Who faces the phone wants a mirror; who is filmed from behind it does not.
      const front = this.field("camera").value === "user";
      this.field<HTMLInputElement>("mirror").checked = front;
      this.choose();
      if (this.state === "watching" || this.state === "over") void this.open();
    });
    window.addEventListener("pagehide", () => this.camera.close());
    if (!Voice.possible) part(this.root, "no-voice").hidden = false;
    // A page that comes back as it was left has lost its camera and its connection.
    window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
    const begun = remembered();
    if (begun) return this.goOn(begun);
    this.choose();
    this.enter("off");
  }

  private field<T extends HTMLElement = HTMLSelectElement>(name: string): T {
    const found = this.root.querySelector<T>(`[name="${name}"]`);
    if (!found) throw new Error(`The page lacks the field ${name}.`);
    return found;
  }

  private choose(): void {
    const mirror = this.field<HTMLInputElement>("mirror").checked;
    part(this.root, "stage").classList.toggle("stage--mirrored", mirror);
    this.voice.on = this.field<HTMLInputElement>("spoken").checked;
    if (!this.voice.on) this.voice.hush();
  }

  private enter(state: State): void {
    this.state = state;
    this.root.dataset["state"] = state;
    const goesOn = state === "blind" || (state === "opening" && this.link !== null);
    const busy = state === "set" || state === "counting" || goesOn;
    const without = state === "off" || state === "opening" || state === "blind";
    part(this.root, "camera-on").hidden = !without;
    part<HTMLButtonElement>(this.root, "camera-on").disabled = state === "opening";
    part(this.root, "start").hidden = !(state === "watching" || state === "over") || this.link !== null;
    part(this.root, "finish").hidden = !busy;
    const full = part(this.root, "full");
    full.hidden = without || full.dataset["possible"] !== "true";
    part<HTMLFieldSetElement>(this.root, "choices").disabled = busy || this.link !== null;
  }

  private async open(): Promise<void> {
    this.enter("opening");
    this.status("Opening the camera and loading the pose network…");
    try {
      await this.camera.open(this.field("camera").value as Facing);
      this.eyes ??= await Eyes.open(this.root.dataset as unknown as Files);
    } catch (error) {
      this.camera.close();
      this.enter(this.link ? "blind" : "off");
      return this.status(whyNot(error));
    }
    this.camera.watch((atMs) => this.lookSafely(atMs), () => this.blind("The camera has gone."));
    // The set may have been ended while the camera was being opened.
    if (this.link && this.state !== "opening") return;
    if (this.link) {
      this.enter("set");
      this.sleepAgain ??= keepAwake();
      return this.aloud("Your set goes on. What you did meanwhile was not seen.");
    }
    this.enter("watching");
    this.aloud("The camera is on. Step back until all of you is in the picture, then start.");
  }

  private lookSafely(atMs: number): void {
    try {
      this.look(atMs);
    } catch (error) {
      console.warn("The pose network failed:", error);
      this.eyes = null;
      this.blind("The pose network has stopped.");
    }
  }

  /** End what goes on, with what was seen so far, because nothing more is to be seen. */
  private blind(why: string): void {
    this.camera.close();
    this.overlay.draw(null);
    if (this.state === "set") this.finish();
    this.enter("off");
    this.aloud(`${why} Turn the camera on again.`);
  }

  private look(atMs: number): void {
    if (!this.eyes || atMs <= this.lastMs) return;
    this.lastMs = atMs;
    const { points, ...seen } = this.eyes.look(this.video, atMs);
    this.overlay.draw(points);
    this.looked();
    this.panel.tick();
    if (this.state === "set") this.link?.push(seen, performance.timeOrigin + atMs);
  }

  private looked(): void {
    const now = performance.now();
    this.looks.push(now);
    while ((this.looks[0] ?? now) < now - FPS_OVER_MS) this.looks.shift();
    this.panel.text("fps", String(this.looks.length));
  }

  private async start(): Promise<void> {
    this.enter("counting");
    part(this.root, "summary").hidden = true;
    this.panel.clear();
    this.voice.hush();
    this.sleepAgain ??= keepAwake();
    const seconds = Number(this.field("countdown").value);
    for (let left = seconds; left > 0; left--) {
      this.status(String(left));
      this.voice.say(String(left), true);
      await new Promise((done) => window.setTimeout(done, 1000));
      if (this.state !== "counting") return;
    }
    const wanted = {
      exercise: this.field("exercise").value,
      aspect: Math.round(this.camera.aspect * 1000) / 1000,
      level: this.field("level").value,
    };
    const begun = { set: crypto.randomUUID(), wanted, chosen: this.chosen() };
    this.link = new Link(this.address(), { ...begun, sinceMs: null, heard: -1, finishing: false }, this);
    this.enter("set");
    this.status("Go");
    this.voice.say("Go", true);
  }

  /** Go on with the set that was under way when the page was left. */
  private goOn(begun: Begun): void {
    for (const [name, value] of Object.entries(begun.chosen)) {
      const field = this.field(name);
      if (typeof value === "string") field.value = value;
      else if (field instanceof HTMLInputElement) field.checked = value;
    }
    this.choose();
    this.link = new Link(this.address(), begun, this, true);
    if (!begun.finishing) return void this.open();
    this.enter("off");
    this.status("Adding up…");
  }

  private chosen(): Record<string, string | boolean> {
    const value = (name: string): string | boolean => {
      const field = this.field(name);
      return field instanceof HTMLInputElement ? field.checked : field.value;
    };
    return Object.fromEntries(CHOSEN.map((name) => [name, value(name)]));
  }

  private address(): string {
    const { protocol, host } = window.location;
    return `${protocol === "https:" ? "wss" : "ws"}://${host}${this.root.dataset["socket"] ?? ""}`;
  }

  private finish(): void {
    if (this.state === "counting") return this.enter("watching");
    this.status(this.connected === "lost" ? "It is added up when the connection is back." : "Adding up…");
    this.link?.finish();
    this.enter(this.camera.on ? "over" : "off");
    this.sleepAgain?.();
    this.sleepAgain = null;
  }

  private async fullScreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await part(this.root, "camera-part").requestFullscreen();
  }

  private status(words: string): void {
    this.panel.text("status", words);
    this.teller.tell(words);
  }

  happened(event: Happened, before: boolean): void {
    this.root.dispatchEvent(new CustomEvent("happened", { detail: event }));
    const tell = (words: string): void => void (before || this.teller.tell(words));
    const say = (words: string, first: boolean): void => void (before || this.voice.say(words, first));
    switch (event.kind) {
      case "phase":
        return this.panel.phase(event);
      case "rep":
        this.panel.rep(event);
        tell(inWords(event));
        return say(String(event.number), false);
      case "hold": {
        const seconds = Math.floor(event.held_s);
        this.panel.count(`${seconds} s`);
        if (!event.ended && (!seconds || seconds % HOLD_SAID_S)) return;
        const words = event.ended ? `Held for ${Math.round(event.held_s)} seconds.` : `${seconds} seconds`;
        tell(words);
        return say(words, false);
      }
      case "cue":
        this.panel.cue(event);
        tell(`${event.text} ${event.advice}`.trim());
        if (event.certain) say(event.text, true);
        return;
      case "warning":
        this.panel.warning(event);
        if (event.over) return;
        tell(event.text);
        return say(event.text, true);
      case "recognised": {
        const stranger = event.exercise === OTHER;
        const name = stranger ? this.root.dataset["stranger"] : (this.names[event.exercise] ?? event.exercise);
        // What was told before was of another exercise; it is told again.
        this.panel.count("0");
        this.panel.text("exercise-seen", `${name}, ${Math.round(event.confidence * 100)} % sure`);
        // What follows from a stranger is told as a warning.
        if (stranger) return;
        tell(`This looks like: ${name}.`);
        return say(`This looks like: ${name}.`, false);
      }
    }
  }

  summary(report: Report, told: Words, kept: boolean): void {
    forget();
    this.link = null;
    this.root.dispatchEvent(new CustomEvent("summary", { detail: report }));
    const words = summarise(this.root, report, told, kept);
    part(this.root, "summary").hidden = false;
    if (document.fullscreenElement) void document.exitFullscreen();
    part(this.root, "summary-title").focus();
    this.panel.count(report.hold_s ? `${Math.round(report.hold_s)} s` : String(report.set.count));
    this.status(words);
    this.voice.say(words, true);
    this.enter(this.camera.on ? "over" : "off");
  }

  connection(state: Connection, why = ""): void {
    const words = state === "lost" && why ? why : `${why} ${CONNECTION[state]}`.trim();
    const news = words !== this.panel.shown("link");
    const wasLost = this.connected === "lost";
    this.connected = state;
    this.panel.text("link", words);
    part(this.root, "sign-in").hidden = state !== "signed_out";
    if (news && (state !== "open" || wasLost)) this.aloud(state === "signed_out" ? why : words);
    if (state === "open" || state === "lost") return;
    // The set of who is signed out waits for them, as for a page that is loaded anew.
    if (state === "gone") forget();
    this.link = null;
    this.sleepAgain?.();
    this.sleepAgain = null;
    this.enter(this.camera.on ? "watching" : "off");
  }

  /** Show, tell and speak what no one should miss, whether they look or not. */
  private aloud(words: string): void {
    this.status(words);
    this.voice.say(words, true);
  }

  refused(code: string, detail: string): void {
    console.warn("Refused:", code);
    this.aloud(detail);
    if (code === "set_too_long" && this.state === "set") this.finish();
  }

  roundTrip(ms: number): void {
    this.panel.text("delay", `${Math.round(ms)} ms`);
  }
}
