import { say } from "../words.ts";

/** Past the navigation, for whoever comes by keyboard; seen once it has the focus. */
export const Skip = () => (
  // biome-ignore lint/a11y/useValidAnchor: it leads to a place on the page, as a link does.
  <a class="skip" href="#content" onClick={skip}>
    {say("skip_to_content")}
  </a>
);

/** What stands behind the # is where one is in the console, and stays. */
function skip(event: Event): void {
  event.preventDefault();
  document.getElementById("content")?.focus();
}
