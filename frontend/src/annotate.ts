// Plays a repetition's skeleton, and lets a rater work with the keyboard alone.

type Point = [number, number, number] | null;

interface Rep {
  times_s: number[];
  xyz_m: Point[][];
}

// Joints as `form.skeleton` numbers them; near and far side differ in brightness.
const BONES: readonly (readonly [number, number, string])[] = [
  [1, 0, "#d8ded9"], [8, 1, "#d8ded9"], [1, 2, "#6ed3a9"], [1, 3, "#f2b66d"],
  [2, 4, "#6ed3a9"], [4, 6, "#6ed3a9"], [3, 5, "#f2b66d"], [5, 7, "#f2b66d"],
  [8, 9, "#6ed3a9"], [8, 10, "#f2b66d"], [9, 11, "#6ed3a9"], [11, 13, "#6ed3a9"],
  [10, 12, "#f2b66d"], [12, 14, "#f2b66d"], [13, 15, "#6ed3a9"], [13, 17, "#6ed3a9"],
  [14, 16, "#f2b66d"], [14, 18, "#f2b66d"],
];
const MARGIN = 0.12;
const REST_S = 0.6;

class Player {
  private frame = 0;
  private at = 0;
  private last = 0;
  private playing = !matchMedia("(prefers-reduced-motion: reduce)").matches;
  private readonly scale: number;
  private readonly middle: readonly [number, number];

  constructor(
    private readonly rep: Rep,
    private readonly canvas: HTMLCanvasElement,
    private readonly play: HTMLButtonElement,
    private readonly speed: HTMLSelectElement,
    private readonly turn: HTMLInputElement,
    private readonly moment: HTMLInputElement,
  ) {
    const seen = rep.xyz_m.flat().filter((point): point is [number, number, number] => point !== null);
    const wide = Math.max(...seen.map(([x, , z]) => Math.hypot(x, z)), 0.3);
    const heights = seen.map(([, y]) => y);
    const [low, high] = [Math.min(...heights, 0), Math.max(...heights, 0.1)];
    this.scale = (1 - 2 * MARGIN) / Math.max(2 * wide, high - low);
    this.middle = [0, (low + high) / 2];
    play.addEventListener("click", () => this.toggle());
    turn.addEventListener("input", () => this.draw());
    moment.addEventListener("input", () => this.seek(Number(moment.value) / 1000));
    this.label();
    this.draw();
    requestAnimationFrame((now) => this.step(now));
  }

  toggle(): void {
    this.playing = !this.playing;
    this.label();
  }

  private label(): void {
    this.play.textContent = this.playing ? "Pause" : "Play";
  }

  private get length(): number {
    return this.rep.times_s.at(-1) ?? 0;
  }

  private seek(share: number): void {
    this.playing = false;
    this.label();
    this.at = share * this.length;
    this.find();
    this.draw();
  }

  private find(): void {
    const { times_s: times } = this.rep;
    const next = times.findIndex((time) => time > this.at);
    this.frame = Math.max(0, (next < 0 ? times.length : next) - 1);
  }

  private step(now: number): void {
    const passed = Math.min((now - this.last) / 1000, 0.1);
    this.last = now;
    if (this.playing) {
      this.at += passed * Number(this.speed.value);
      if (this.at > this.length + REST_S) this.at = 0;
      this.find();
      this.moment.value = String(Math.round((Math.min(this.at, this.length) / (this.length || 1)) * 1000));
      this.draw();
    }
    requestAnimationFrame((again) => this.step(again));
  }

  private draw(): void {
    const pen = this.canvas.getContext("2d");
    const joints = this.rep.xyz_m[this.frame];
    if (!pen || !joints) return;
    pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
    pen.lineWidth = 5;
    pen.lineCap = "round";
    for (const [from, to, colour] of BONES) {
      const [a, b] = [this.place(joints[from]), this.place(joints[to])];
      if (!a || !b) continue;
      pen.strokeStyle = colour;
      pen.beginPath();
      pen.moveTo(a[0], a[1]);
      pen.lineTo(b[0], b[1]);
      pen.stroke();
    }
  }

  private place(point: Point | undefined): [number, number] | null {
    if (!point) return null;
    const angle = (Number(this.turn.value) * Math.PI) / 180;
    const across = point[0] * Math.cos(angle) + point[2] * Math.sin(angle);
    const size = this.canvas.width;
    return [
      size * (0.5 + (across - this.middle[0]) * this.scale),
      size * (0.5 - (point[1] - this.middle[1]) * this.scale),
    ];
  }
}

function showValues(form: HTMLFormElement): void {
  for (const slider of form.querySelectorAll<HTMLInputElement>("input[type=range]")) {
    const shown = form.querySelector<HTMLOutputElement>(`output[for="${slider.id}"]`);
    slider.addEventListener("input", () => {
      if (shown) shown.value = slider.value;
    });
  }
}

function listen(root: HTMLElement, form: HTMLFormElement, player: Player): void {
  document.addEventListener("keydown", (event) => {
    const target = event.target as HTMLElement;
    const typing = target.matches("input:not([type=range]):not([type=checkbox]), select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && !target.matches("button, input[type=checkbox]")) {
      event.preventDefault();
      player.toggle();
      return;
    }
    const sliders = form.querySelectorAll<HTMLInputElement>("input[type=range]");
    const chosen = sliders[Number(event.key) - 1];
    if (chosen) {
      chosen.focus();
      return;
    }
    if (event.key === "Enter" && target.matches("button, a")) return;
    const button = root.querySelector<HTMLButtonElement>(`button[data-key="${CSS.escape(event.key)}"]`);
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
}

async function start(root: HTMLElement): Promise<void> {
  const find = <T extends Element>(what: string): T => {
    const found = root.querySelector<T>(what);
    if (!found) throw new Error(`the page lacks ${what}`);
    return found;
  };
  const form = find<HTMLFormElement>("form");
  showValues(form);
  const answer = await fetch(root.dataset.annotate ?? "");
  if (!answer.ok) {
    find("[data-told]").classList.remove("visually-hidden");
    find("[data-told]").textContent = "This repetition is not there any more. Load the page again.";
    return;
  }
  const player = new Player(
    (await answer.json()) as Rep,
    find("canvas"),
    find("[data-play]"),
    find("[data-speed]"),
    find("[data-turn]"),
    find("[data-moment]"),
  );
  listen(root, form, player);
}

const root = document.querySelector<HTMLElement>("[data-annotate]");
if (root) void start(root);
