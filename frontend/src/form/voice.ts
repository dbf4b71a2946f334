// What is said aloud, and what is told as text: little, certain, and never over itself.

const SAME_MS = 8000;
const APART_MS = 1200;
const AT_ONCE = 3;

/** Speaks, when it may. Counts are left out while something more important is being said. */
export class Voice {
  on = true;
  private readonly said = new Map<string, number>();

  static get possible(): boolean {
    return "speechSynthesis" in window;
  }

  say(text: string, important: boolean): void {
    if (!this.on || !Voice.possible) return;
    const now = performance.now();
    if (speechSynthesis.speaking && !important) return;
    if (now - (this.said.get(text) ?? -Infinity) < SAME_MS) return;
    this.said.set(text, now);
    // The latest matters; what waits to be said is about a moment that has passed.
    if (speechSynthesis.pending) speechSynthesis.cancel();
    const words = new SpeechSynthesisUtterance(text);
    words.lang = "en";
    words.rate = 1.1;
    speechSynthesis.speak(words);
  }

  hush(): void {
    if (Voice.possible) speechSynthesis.cancel();
    this.said.clear();
  }
}

/** Tells a screen reader what happens, a few things at a time; the oldest that waits is dropped. */
export class Teller {
  private waiting: string[] = [];
  private timer = 0;
  private last = -Infinity;

  constructor(private readonly region: HTMLElement) {}

  tell(text: string): void {
    if (this.waiting.includes(text)) return;
    this.waiting = [...this.waiting, text].slice(-AT_ONCE);
    if (this.timer) return;
    const wait = Math.max(0, APART_MS - (performance.now() - this.last));
    this.timer = window.setTimeout(() => {
      this.timer = 0;
      this.last = performance.now();
      this.region.textContent = this.waiting.join(" ");
      this.waiting = [];
    }, wait);
  }
}
