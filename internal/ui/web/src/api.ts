// The page of the API: its forms show their answer on the page, beside the address that gave it. Without scripts they
// open it.

/** Characters of an answer that are shown; the address has all of it. */
const MOST = 200_000;

for (const e of document.querySelectorAll<HTMLElement>("[data-needs-script]")) e.hidden = false;
for (const e of document.querySelectorAll<HTMLElement>("[data-without-script]")) e.hidden = true;
for (const form of document.querySelectorAll<HTMLFormElement>("form[data-try]")) {
  form.querySelector("[data-here]")?.addEventListener("click", () => {
    if (form.reportValidity()) void show(form, "GET");
  });
  if (form.hasAttribute("data-post")) {
    form.addEventListener("submit", (e) => {
      e.preventDefault();
      void show(form, "POST");
    });
  }
}

/** address is what the form asks for: its fields in the path and in the query, those without a value left out. */
export function address(path: string, fields: Iterable<readonly [string, string, boolean]>): string {
  const query = new URLSearchParams();
  for (const [name, value, inPath] of fields) {
    if (value.trim() === "") continue;
    if (inPath) path = path.replace(`{${name}}`, encodeURIComponent(value));
    else query.append(name, value);
  }
  const q = query.toString();
  return q === "" ? path : `${path}?${q}`;
}

function* fieldsOf(form: HTMLFormElement): Generator<readonly [string, string, boolean]> {
  for (const e of form.elements) {
    if (!(e instanceof HTMLInputElement || e instanceof HTMLSelectElement) || e.name === "") continue;
    if (e instanceof HTMLInputElement && e.type === "checkbox" && !e.checked) continue;
    yield [e.name, e.value, e.hasAttribute("data-in-path")];
  }
}

async function show(form: HTMLFormElement, method: "GET" | "POST"): Promise<void> {
  const outcome = form.querySelector<HTMLElement>("[data-outcome]");
  const line = form.querySelector<HTMLElement>("[data-line]");
  const answer = form.querySelector<HTMLElement>("[data-answer]");
  if (!outcome || !line || !answer) return;
  const url = address(form.dataset["try"] ?? "", fieldsOf(form));
  outcome.hidden = false;
  line.textContent = `${method} ${url} …`;
  const request: RequestInit = { method };
  if (method === "POST") {
    request.body = form.querySelector<HTMLTextAreaElement>("[data-body]")?.value ?? "";
    request.headers = { "Content-Type": form.querySelector<HTMLSelectElement>("[data-media]")?.value ?? "application/json" };
  }
  try {
    const began = performance.now();
    const got = await fetch(url, request);
    const media = (got.headers.get("Content-Type") ?? "").split(";")[0] ?? "";
    const text = /json|^text\//.test(media) ? pretty(media, await got.text()) : `(${(await got.blob()).size.toLocaleString("en-GB")} bytes; open the answer to save them)`;
    line.textContent = `${method} ${url} · ${got.status} ${got.statusText} · ${media} · ${Math.round(performance.now() - began)} ms`;
    answer.textContent = text.length > MOST ? `${text.slice(0, MOST)}\n… ${(text.length - MOST).toLocaleString("en-GB")} characters more` : text;
  } catch (e) {
    line.textContent = `${method} ${url} · no answer: ${e instanceof Error ? e.message : String(e)}`;
    answer.textContent = "";
  }
}

function pretty(media: string, text: string): string {
  if (!media.includes("json")) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
