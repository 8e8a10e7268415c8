// A click opens the site's chat, with the link for a token. Until then nothing is fetched and nothing stored.
const button = document.getElementById("open");

function remember({ site, link }) {
  const key = `chat-butler:${site}`;
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}");
    localStorage.setItem(key, JSON.stringify(kept.token === link ? kept : { token: link }));
    return true;
  } catch {
    return false;
  }
}

function load({ site, locale }) {
  const script = document.createElement("script");
  Object.assign(script.dataset, { site, locale });
  script.src = "/widget.js";
  document.head.append(script);
}

if (button) {
  let isLoaded = false;
  window.ChatButler = Object.assign((...call) => window.ChatButler.q.push(call), { q: [] });
  button.hidden = false;
  button.addEventListener("click", () => {
    const knows = remember(button.dataset);
    document.getElementById("storage").hidden = knows;
    if (!knows) return;
    if (!isLoaded) load(button.dataset);
    isLoaded = true;
    window.ChatButler("open");
  });
}
