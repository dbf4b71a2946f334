// A set logged without a network waits here, and is sent once, in order, when there is one.

interface Waiting {
  id?: number;
  url: string;
  owner: string;
  what: string;
  fields: [string, string][];
  refused?: string;
}

const STORE = "sets";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("spotter-outbox", 1);
    request.onupgradeneeded = () =>
      request.result.createObjectStore(STORE, { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function act<T>(
  mode: IDBTransactionMode,
  work: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> {
  const db = await open();
  return new Promise((resolve, reject) => {
    const transaction = db.transaction(STORE, mode);
    const request = work(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request.result);
    transaction.onerror = () => reject(transaction.error);
  });
}

const keep = (entry: Waiting): Promise<unknown> => act("readwrite", (s) => s.add(entry));
const put = (entry: Waiting): Promise<unknown> => act("readwrite", (s) => s.put(entry));
const remove = (id: number): Promise<unknown> => act("readwrite", (s) => s.delete(id));
const waiting = (): Promise<Waiting[]> => act("readonly", (s) => s.getAll());

function owner(): string {
  return document.body.dataset.owner ?? "";
}

function csrf(): string {
  return document.querySelector<HTMLMetaElement>("meta[name=csrf]")?.content ?? "";
}

function say(text: string): void {
  const banner = document.querySelector<HTMLElement>("[data-outbox-status]");
  if (!banner) return;
  banner.hidden = text === "";
  banner.textContent = text;
}

async function report(): Promise<void> {
  const mine = (await waiting()).filter((entry) => entry.owner === owner());
  const open = mine.filter((entry) => entry.refused === undefined);
  const refused = mine.filter((entry) => entry.refused !== undefined);
  const told: string[] = [];
  if (open.length > 0) {
    const sets = open.length === 1 ? "1 set is" : `${open.length} sets are`;
    told.push(`${sets} kept on this device and will be sent when you are online.`);
  }
  for (const entry of refused) {
    told.push(`Not accepted, still kept here: ${entry.what} (${entry.refused ?? ""})`);
  }
  say(told.join(" "));
}

type Outcome = "sent" | "later" | string;

/** Sends one set. Nothing but an accepted set ever leaves the outbox. */
async function deliver(entry: Waiting): Promise<Outcome> {
  const body = new URLSearchParams(entry.fields);
  body.set("csrf", csrf());
  const response = await fetch(entry.url, {
    method: "POST",
    body,
    headers: { Accept: "application/json" },
    redirect: "manual",
  });
  if (response.ok) return "sent";
  // A redirect, 401 or 403 means that its owner has to sign in again; 429 and 5xx pass.
  if (![400, 404, 409, 413, 422].includes(response.status)) return "later";
  const problem: unknown = await response.json().catch(() => ({}));
  return (problem as { detail?: string }).detail ?? `status ${response.status}`;
}

let flushing = false;

async function flush(): Promise<void> {
  if (flushing || owner() === "") return;
  flushing = true;
  let sent = 0;
  try {
    for (const entry of await waiting()) {
      if (entry.owner !== owner() || entry.refused !== undefined) continue;
      const outcome = await deliver(entry);
      if (outcome === "later") break;
      if (outcome !== "sent") {
        await put({ ...entry, refused: outcome });
        continue;
      }
      await remove(entry.id ?? 0);
      sent += 1;
    }
  } catch (error) {
    console.info("Still offline:", error);
  } finally {
    flushing = false;
    await report();
  }
  if (sent > 0 && document.querySelector("[data-logger]")) window.location.reload();
}

/** Show the next planned set, read from the page itself, since the server cannot be asked. */
function moveOn(form: HTMLFormElement): void {
  const upcoming = document.querySelector<HTMLElement>("[data-upcoming]:not([data-used])");
  const key = form.querySelector<HTMLInputElement>("[name=client_key]");
  if (key) key.value = crypto.randomUUID();
  if (!upcoming) return say("Every planned set is logged. Finish when you are online again.");
  upcoming.dataset.used = "yes";
  for (const name of ["exercise", "block", "reps", "duration_s", "load", "kind"]) {
    const field = form.querySelector<HTMLInputElement>(`[name=${name}]`);
    if (field) field.value = upcoming.dataset[name === "duration_s" ? "durationS" : name] ?? "";
  }
  const title = document.querySelector<HTMLElement>("[data-logger-title]");
  const target = document.querySelector<HTMLElement>("[data-logger-target]");
  if (title) title.textContent = upcoming.dataset.label ?? "";
  if (target) target.textContent = upcoming.dataset.target ?? "";
}

async function hold(form: HTMLFormElement): Promise<void> {
  const data = new FormData(form);
  data.set("at", new Date().toISOString());
  const fields = [...data.entries()].map(([name, value]): [string, string] => [name, String(value)]);
  const what = `${data.get("exercise")} ${data.get("reps") ?? data.get("duration_s")}`;
  await keep({ url: form.action, owner: owner(), what, fields });
  moveOn(form);
  await report();
}

function failed(event: Event): void {
  const form = (event as CustomEvent<{ elt: Element }>).detail.elt;
  if (!(form instanceof HTMLFormElement) || !form.hasAttribute("data-outbox")) return;
  hold(form).catch(() => say("This set could not be kept. Write it down and log it later."));
}

export function watchOutbox(): void {
  document.addEventListener("htmx:sendError", failed);
  document.addEventListener("htmx:timeout", failed);
  window.addEventListener("online", () => void flush());
  void flush();
}
