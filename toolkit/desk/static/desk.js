"use strict";
// What a page alone cannot do: watch the work and the folder, take files that are dropped, copy, save while one types.
const page = document.body;
const find = (id) => document.getElementById(id);
const post = (address, body) => fetch(address, { method: "POST", body, redirect: "manual" });
let busy = false, touched = 0;
for (const name of ["keydown", "pointerdown", "pointermove", "wheel"]) {
  document.addEventListener(name, () => { touched = Date.now(); }, { capture: true, passive: true });
}

// A page shows itself anew only when nobody is at it: not while one types, points, or has begun to fill in a form.
const writing = () => ["TEXTAREA", "INPUT", "SELECT"].includes(document.activeElement?.tagName) && document.activeElement.type !== "file";
const begun = () => [...document.querySelectorAll("main form:not(#words) :is(input, select)")].some((field) =>
  field.type === "file" ? field.files.length
    : ["checkbox", "radio"].includes(field.type) ? field.checked !== field.defaultChecked
    : field.tagName === "SELECT" ? [...field.options].some((o, at) => o.selected !== (o.defaultSelected || (at === 0 && !field.querySelector("[selected]"))))
    : field.type !== "hidden" && field.value !== field.defaultValue);
function renew() {
  if (!writing() && !begun() && Date.now() - touched > 600) { page.dataset.settled = "0"; return location.reload(); }
  find("fresh").hidden = !(writing() || begun());
  return setTimeout(watch, 400);
}

async function watch() {
  let now;
  try {
    now = await (await fetch("/state")).json();
  } catch {
    find("work").hidden = false;
    find("work-title").textContent = "工作台已经关了。要接着做，请重新打开；做过的都在文件夹里。";
    return setTimeout(watch, 5000);
  }
  const other = page.dataset.running === "1" || String(now.number) !== page.dataset.number;
  const come = now.stale && !now.failed && !busy && page.dataset.founded === "1";
  page.dataset.settled = now.running || other || come ? "0" : "1";
  if (now.running) {
    find("work").hidden = find("work-bar").hidden = find("work-stop").hidden = false;
    find("work-title").firstElementChild.textContent = now.title;
    find("work-count").textContent = now.total ? `${now.done} / ${now.total}` : "";
    if (now.total) { find("work-bar").max = now.total; find("work-bar").value = now.done; }
    page.dataset.running = "1";
  } else if (other) {
    return renew();
  } else if (come) {
    busy = true; // something new lies in the folder; another tab may have begun to read it
    await post("/do/check", new FormData());
    return watch();
  }
  return setTimeout(watch, now.running ? 400 : 2000);
}

const drop = find("drop");
if (drop) {
  const stop = (event) => { event.preventDefault(); drop.classList.toggle("over", event.type === "dragover"); };
  for (const name of ["dragover", "dragleave", "drop"]) document.addEventListener(name, stop);
  document.addEventListener("drop", (event) => {
    if (!event.dataTransfer.files.length) return;
    find("files").files = event.dataTransfer.files;
    drop.requestSubmit();
  });
}

for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const said = button.textContent;
    try {
      await navigator.clipboard.writeText(button.dataset.copy);
    } catch { // a browser that lets no page write there
      const area = document.createElement("textarea");
      area.value = button.dataset.copy;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "已复制";
    setTimeout(() => { button.textContent = said; }, 1500);
  });
}

const words = find("words");
if (words) {
  let waiting, saving = Promise.resolve();
  const save = async () => {
    find("saved").textContent = "正在保存……";
    let answer;
    try {
      answer = await (await fetch("/do/words", { method: "POST", body: new FormData(words), keepalive: true })).json();
    } catch {
      find("saved").textContent = "没有存上：工作台已经关了。请先把写的复制下来。";
      return;
    }
    find("saved").textContent = answer.error || "已保存";
    if (answer.error) return;
    words.elements.state.value = answer.state;
    for (const list of words.querySelectorAll("ul.points")) list.replaceChildren();
    for (const found of answer.findings) {
      const item = document.createElement("li");
      item.className = "asked";
      item.textContent = `${found.level} ${found.problem}`;
      find(`found-${found.passage}`)?.append(item);
    }
  };
  const soon = (delay) => { clearTimeout(waiting); waiting = setTimeout(() => { waiting = 0; saving = saving.then(save); }, delay); };
  words.addEventListener("input", () => { find("saved").textContent = "还没有保存"; soon(700); });
  words.addEventListener("submit", (event) => { event.preventDefault(); soon(0); });
  window.addEventListener("pagehide", () => { if (waiting) { clearTimeout(waiting); save(); } });
}
watch();
