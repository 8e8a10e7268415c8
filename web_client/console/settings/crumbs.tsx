import { Icon } from "../../shared/icon.tsx";
import { back } from "../../shared/icons.ts";
import { type SettingsSection, settingsPath } from "../routes.ts";
import { say } from "../words.ts";

/** Where one is within the settings, and the way up. */
export function Crumbs({ section, name }: { section: SettingsSection; name: string }) {
  return (
    <header class="bar site">
      <h1 class="grow">
        <a class="up" href={settingsPath(section)}>
          <Icon d={back} small flip />
          {say(`set_${section}`)}
        </a>
        <span class="faint"> / </span>
        <bdi>{name}</bdi>
      </h1>
    </header>
  );
}
