// An import's page while it goes on: asks for itself again and takes over how far it is; once it is done, loads anew.
const region = document.querySelector("[data-refresh-seconds]");
const pause = 1000 * Number(region.dataset.refreshSeconds);

async function follow() {
  try {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } });
    if (!response.ok) throw new Error(response.statusText);
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const now = page.querySelector("[data-refresh-seconds]");
    const isSameState = now && now.querySelector(".state").className === region.querySelector(".state").className;
    if (!isSameState) {
      location.reload();
      return;
    }
    takeOver(now);
  } catch {
    // The server does not answer just now; the next time it may.
  }
  setTimeout(follow, pause);
}

function takeOver(now) {
  const doing = now.querySelector("[data-live=doing]").textContent;
  const shown = region.querySelector("[data-live=doing]");
  if (shown.textContent !== doing) shown.textContent = doing;
  const bar = region.querySelector("[data-live=progress]");
  if (bar) bar.value = now.querySelector("[data-live=progress]").value;
}

setTimeout(follow, pause);
