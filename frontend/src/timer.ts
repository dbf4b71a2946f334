// The rest timer: counts down from the planned rest, and says so only when it is over.

const running = new WeakSet<Element>();

function clock(seconds: number): string {
  const whole = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function run(box: HTMLElement): void {
  const total = Number(box.dataset.restS);
  const face = box.querySelector<HTMLElement>("[data-timer-face]");
  const bar = box.querySelector<HTMLProgressElement>("progress");
  const over = box.querySelector<HTMLElement>("[data-timer-over]");
  const skip = box.querySelector<HTMLButtonElement>("[data-timer-skip]");
  if (!face || !bar || !over || !(total > 0)) return;
  // The end is fixed once, so a phone that slept in between still shows the true rest.
  const end = Date.now() + total * 1000;
  box.hidden = false;
  const finish = (): void => {
    window.clearInterval(ticking);
    face.textContent = clock(0);
    bar.value = total;
    over.textContent = "Rest is over. Start when you are ready.";
    box.classList.add("timer--over");
  };
  const tick = (): void => {
    const left = (end - Date.now()) / 1000;
    if (left <= 0 || !box.isConnected) return finish();
    face.textContent = clock(left);
    bar.value = total - left;
  };
  const ticking = window.setInterval(tick, 250);
  skip?.addEventListener("click", finish);
  tick();
}

export function enhanceTimers(root: ParentNode): void {
  for (const box of root.querySelectorAll<HTMLElement>("[data-rest-s]")) {
    if (running.has(box)) continue;
    running.add(box);
    run(box);
  }
}
