// Shows of the API's page only what holds every word that is looked for.
const form = document.querySelector(".search");
const field = form.querySelector("input");
const told = form.querySelector("output");
const articles = [...document.querySelectorAll(".found article")].map((article) => ({
  article,
  text: article.textContent.toLowerCase(),
}));
const sections = [...document.querySelectorAll(".found > section")];
const links = [...document.querySelectorAll("nav li")];

function search() {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  let found = 0;
  for (const { article, text } of articles) {
    article.hidden = !words.every((word) => text.includes(word));
    if (!article.hidden) found++;
  }
  for (const section of sections) section.hidden = !section.querySelector("article:not([hidden])");
  for (const link of links) link.hidden = document.querySelector(link.firstChild.hash)?.hidden ?? false;
  told.textContent = words.length === 0 ? "" : found === 0 ? "Nothing found." : `${found} found`;
}

form.hidden = false;
form.addEventListener("submit", (event) => event.preventDefault());
field.addEventListener("input", search);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && document.activeElement !== field) {
    event.preventDefault();
    field.focus();
  }
  if (event.key === "Escape" && document.activeElement === field) {
    field.value = "";
    search();
  }
});
// A link to what is hidden shows everything again.
addEventListener("hashchange", () => {
  const wanted = document.getElementById(location.hash.slice(1));
  if (!wanted || (!wanted.hidden && !wanted.closest("[hidden]"))) return;
  field.value = "";
  search();
  wanted.scrollIntoView();
});
