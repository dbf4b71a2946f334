// A place to drop an export of any size, with progress in bytes while it travels.

function size(bytes: number): string {
  if (bytes < 1_000_000) return `${(bytes / 1_000).toFixed(0)} kB`;
  if (bytes < 1_000_000_000) return `${(bytes / 1_000_000).toFixed(1)} MB`;
  return `${(bytes / 1_000_000_000).toFixed(2)} GB`;
}

function left(started: number, done: number, total: number): string {
  const seconds = ((Date.now() - started) / 1000) * (total / Math.max(done, 1) - 1);
  if (!Number.isFinite(seconds)) return "";
  return seconds < 90 ? `, ${Math.ceil(seconds)} s left` : `, ${Math.ceil(seconds / 60)} min left`;
}

function send(form: HTMLFormElement, say: HTMLElement, bar: HTMLProgressElement): void {
  const request = new XMLHttpRequest();
  const started = Date.now();
  bar.hidden = false;
  say.textContent = "Sending…";
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    bar.max = event.total;
    bar.value = event.loaded;
    const rest = left(started, event.loaded, event.total);
    say.textContent = `${size(event.loaded)} of ${size(event.total)} sent${rest}`;
  });
  request.addEventListener("load", () => {
    if (request.status < 400) return window.location.assign(request.responseURL);
    bar.hidden = true;
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    say.textContent =
      page.querySelector("[data-problem]")?.textContent?.trim() ??
      "The file was not accepted. Nothing was changed.";
  });
  request.addEventListener("error", () => {
    bar.hidden = true;
    say.textContent = "The connection broke off. Nothing was changed; choose the file again.";
  });
  request.open("POST", form.action);
  request.send(new FormData(form));
}

function enhance(form: HTMLFormElement): void {
  const zone = form.querySelector<HTMLElement>("[data-drop]");
  const input = form.querySelector<HTMLInputElement>("input[type=file]");
  const say = form.querySelector<HTMLElement>("[data-upload-status]");
  const bar = form.querySelector<HTMLProgressElement>("[data-upload-bar]");
  if (!zone || !input || !say || !bar) return;
  const start = (): void => {
    if (input.files?.length) send(form, say, bar);
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    start();
  });
  input.addEventListener("change", start);
  for (const name of ["dragenter", "dragover"]) {
    zone.addEventListener(name, (event) => {
      event.preventDefault();
      zone.classList.add("drop--over");
    });
  }
  zone.addEventListener("dragleave", () => zone.classList.remove("drop--over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("drop--over");
    if (!event.dataTransfer?.files.length) return;
    input.files = event.dataTransfer.files;
    start();
  });
}

export function enhanceUploads(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[data-upload]")) enhance(form);
}
