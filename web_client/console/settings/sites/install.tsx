import { useState } from "preact/hooks";
import { Icon } from "../../../shared/icon.tsx";
import { check } from "../../../shared/icons.ts";
import { go } from "../../here.ts";
import { settingsPath } from "../../routes.ts";
import { administers, api } from "../../session/session.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { reasonOf } from "../../ui/reasons.ts";
import { toast } from "../../ui/toasts.tsx";
import { Told } from "../../ui/told.tsx";
import { say } from "../../words.ts";
import type { Site } from "../kinds.ts";
import { embedCode } from "./origins.ts";

/** The line that goes into the site's pages; and the way to take the site away. */
export function Install({ site }: { site: Site }) {
  const [removing, setRemoving] = useState(false);
  return (
    <div class="form">
      <section class="card block" aria-labelledby="s-inst">
        <header>
          <h2 id="s-inst">{say("embed_title")}</h2>
        </header>
        <p class="soft">{say("embed_text")}</p>
        <Copyable text={embedCode(location.origin, site.key)} />
        {site.origins.length === 0 && <Told kind="warn" text={say("embed_no_origins")} />}
        <p class="small soft">{say("embed_csp", { host: location.origin })}</p>
      </section>
      {administers.value && (
        <section class="card block" aria-labelledby="s-rem">
          <header>
            <h2 id="s-rem">{say("remove_site")}</h2>
          </header>
          <p class="soft">{say("remove_site_text")}</p>
          <button type="button" class="btn start" onClick={() => setRemoving(true)}>
            {say("remove_site")}
          </button>
        </section>
      )}
      {removing && <Remove site={site} onClose={() => setRemoving(false)} />}
    </div>
  );
}

/** A line of code with a button that copies it; it stays selectable where copying is not allowed. */
export function Copyable({ text }: { text: string }) {
  const [copied, setCopied] = useState(false);
  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toast(say("copy_by_hand"));
    }
  }
  return (
    <div class="copyable">
      <section class="code" tabIndex={0} aria-label={say("code")}>
        <pre>{text}</pre>
      </section>
      <button type="button" class="btn" onClick={() => void copy()}>
        {copied && <Icon d={check} small />}
        {copied ? say("copied") : say("copy")}
      </button>
      <span class="vh" role="status">
        {copied && say("copied")}
      </span>
    </div>
  );
}

function Remove({ site, onClose }: { site: Site; onClose: () => void }) {
  async function remove() {
    const answer = await api.delete(`/sites/${encodeURIComponent(site.id)}`);
    if (!answer.ok) return toast(reasonOf(answer.problem));
    onClose();
    go(settingsPath("sites"));
  }
  return (
    <Dialog
      title={say("remove_title", { name: site.name })}
      onClose={onClose}
      onSubmit={() => void remove()}
      foot={
        <>
          <button type="button" class="btn plain" onClick={onClose}>
            {say("cancel")}
          </button>
          <button type="submit" class="btn primary">
            {say("remove_site")}
          </button>
        </>
      }
    >
      <p class="soft">{say("remove_site_text")}</p>
    </Dialog>
  );
}
