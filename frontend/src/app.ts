// The parts of a page that must live in the browser. Every page works without them.
import { watchOutbox } from "./outbox";
import { enhanceSteppers } from "./stepper";
import { enhanceTimers } from "./timer";
import { enhanceUploads } from "./upload";

function enhance(root: ParentNode): void {
  enhanceSteppers(root);
  enhanceTimers(root);
  enhanceUploads(root);
  enhanceAutoSubmit(root);
}

/** Selects and dates that only choose what is shown send their form at once. */
function enhanceAutoSubmit(root: ParentNode): void {
  for (const field of root.querySelectorAll<HTMLInputElement>("[data-autosubmit]")) {
    field.addEventListener("change", () => field.form?.requestSubmit());
    field.form?.querySelector<HTMLElement>("[data-without-script]")?.setAttribute("hidden", "");
  }
}

/** Somebody who has just come most likely is where their browser is. */
function proposeZone(): void {
  const field = document.querySelector<HTMLInputElement>("[data-own-zone] input[name=time_zone]");
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field?.value === "UTC" && here) field.value = here;
}

/** Health questions that do not apply after the answers so far are not shown. */
function watchQuestions(): void {
  const show = (asked: (id: string) => boolean): void => {
    for (const box of document.querySelectorAll<HTMLElement>("[data-question]")) {
      box.hidden = !asked(box.dataset.question ?? "");
    }
  };
  const first = (id: string): boolean =>
    document.querySelector<HTMLElement>(`[data-question="${id}"]`)?.dataset.asked !== "no";
  show(first);
  document.addEventListener("asked", (event) => {
    const { value } = (event as CustomEvent<{ value: string[] }>).detail;
    show((id) => value.includes(id));
  });
}

async function registerWorker(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    await navigator.serviceWorker.register("/sw.js", { scope: "/" });
  } catch (error) {
    console.warn("The page works, but not offline:", error);
  }
}

/** Signing out removes every page that was kept for use without a network. */
function forgetPagesOnLogout(): void {
  document.querySelector("form[data-logout]")?.addEventListener("submit", () => {
    void caches.keys().then((names) => Promise.all(names.map((name) => caches.delete(name))));
  });
}

document.documentElement.classList.add("js");
enhance(document);
document.addEventListener("htmx:load", (event) => {
  if (event.target instanceof HTMLElement && event.target !== document.body) enhance(event.target);
});
watchOutbox();
watchQuestions();
proposeZone();
forgetPagesOnLogout();
void registerWorker();
