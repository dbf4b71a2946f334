// What the page shows while a set goes on. Everything here is text as well as colour.
import { DIMENSIONS, type Happened, type Rep, type Scores } from "./protocol";

// The bands of `form/live/bands.py`: the word of each, and how it is marked.
const BANDS = [
  { least: 90, word: "excellent", mark: "good" },
  { least: 70, word: "good", mark: "good" },
  { least: 50, word: "acceptable", mark: "fair" },
] as const;
const PHASES: Record<string, string> = {
  away: "Nobody in the picture",
  ready: "Ready",
  down: "Down",
  up: "Up",
  hold: "Hold",
  rest: "Rest",
};
// The bar is full after so long in one phase: slower than this is a pause.
const SLOW_S = 4;

export function part<T extends HTMLElement>(root: ParentNode, name: string): T {
  const found = root.querySelector<T>(`[data-${name}]`);
  if (!found) throw new Error(`The page lacks [data-${name}].`);
  return found;
}

/** Return the word and the class of a score: never told by colour alone. */
export function grade(score: number | null | undefined): { word: string; mark: string } {
  if (score === null || score === undefined) return { word: "not judged", mark: "none" };
  return BANDS.find((one) => score >= one.least) ?? { word: "poor", mark: "poor" };
}

/** Return a repetition in words, for who does not look. */
export function inWords(rep: Rep): string {
  const overall = rep.scores.overall;
  if (overall === null || overall === undefined) return `Rep ${rep.number}, not judged.`;
  const first = rep.faults[0];
  const why = first ? ` ${first.says}.` : "";
  return `Rep ${rep.number}: ${Math.round(overall)}, ${grade(overall).word}.${why}`;
}

/** Return a repetition beside what is usual for this person, in words. */
export function beside(rep: Rep): string {
  const { known, rom_share: share, asymmetry_more_deg: more } = rep.personal;
  if (!known) return "Held against usual ranges; yours is known after ten reps in two sets.";
  const range = typeof share === "number" ? `${Math.round(100 * share)} % of your own range` : "";
  const sides =
    typeof more === "number" && more > 0 ? `${Math.round(more)}° less even than usual` : "";
  return [range, sides].filter(Boolean).join(", ");
}

export class Panel {
  private phaseSince = 0;
  private readonly warnings = new Map<string, string>();

  constructor(private readonly root: HTMLElement) {}

  clear(): void {
    this.count("0");
    this.text("exercise-seen", "–");
    this.text("phase", "–");
    this.text("cue", "");
    this.text("advice", "");
    this.text("beside", "");
    this.scores({});
    this.warnings.clear();
    this.showWarnings();
  }

  text(name: string, words: string): void {
    const at = part(this.root, name);
    if (at.textContent !== words) at.textContent = words;
  }

  shown(name: string): string {
    return part(this.root, name).textContent ?? "";
  }

  /** Show what was counted, beside the picture and in it. */
  count(words: string): void {
    this.text("count", words);
    this.text("count-big", words);
  }

  phase(event: Extract<Happened, { kind: "phase" }>): void {
    this.phaseSince = performance.now();
    this.text("phase", PHASES[event.phase] ?? event.phase);
  }

  /** Move the tempo bar on: how long the present phase has lasted. */
  tick(): void {
    const seconds = this.phaseSince ? (performance.now() - this.phaseSince) / 1000 : 0;
    part<HTMLProgressElement>(this.root, "tempo").value = Math.min(SLOW_S, seconds);
    this.text("tempo-words", `${Math.min(99, seconds).toFixed(1)} s`);
  }

  rep(rep: Rep): void {
    this.count(String(rep.number));
    this.scores(rep.scores);
    this.text("beside", beside(rep));
  }

  cue(event: Extract<Happened, { kind: "cue" }>): void {
    this.text("cue", event.text);
    this.text("advice", event.advice);
    part(this.root, "cue").dataset["tone"] = event.positive ? "good" : "mind";
  }

  warning(event: Extract<Happened, { kind: "warning" }>): void {
    if (event.over) this.warnings.delete(event.code);
    else this.warnings.set(event.code, event.text);
    this.showWarnings();
  }

  private scores(scores: Scores): void {
    for (const name of DIMENSIONS) {
      const score = scores[name];
      const { word, mark } = grade(score);
      const row = part(this.root, `score="${name}"`);
      row.dataset["mark"] = mark;
      const shown = score === null || score === undefined ? "–" : String(Math.round(score));
      part(row, "value").textContent = shown;
      part(row, "word").textContent = word;
    }
  }

  private showWarnings(): void {
    const list = part(this.root, "warnings");
    list.replaceChildren(
      ...[...this.warnings.values()].map((words) => {
        const item = document.createElement("li");
        item.textContent = words;
        return item;
      }),
    );
    list.hidden = !this.warnings.size;
  }
}
