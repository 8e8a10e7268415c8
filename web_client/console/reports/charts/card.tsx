import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { toast } from "../../ui/toasts.tsx";
import { tell } from "../words.ts";
import { paint } from "./picture.ts";

type Props = {
  title: string;
  text?: string;
  /** The file's name without its ending, and what stands above the picture in it. */
  file: string;
  headline: string;
  /** Where the server gives the same as a table: without the ending. */
  exports?: { csv: string; xlsx: string } | null;
  /** The same in rows, for whoever wants them instead; left out where the graphic is a table. */
  table?: ComponentChildren;
  controls?: ComponentChildren;
  children: ComponentChildren;
};

/** A graphic with its name, and the ways to take it along: table, CSV, XLSX, picture. */
export function ChartCard({ title, text, file, headline, exports, table, controls, children }: Props) {
  const id = useId();
  const drawn = useRef<HTMLDivElement>(null);
  const [inRows, setInRows] = useState(false);
  return (
    <section class="card block chart" aria-labelledby={id}>
      <header>
        <h2 id={id}>{title}</h2>
        <p class="grow">{text}</p>
        <div class="row takes">
          {table && (
            <button type="button" class="btn plain" aria-pressed={inRows} onClick={() => setInRows(!inRows)}>
              {tell("as_table")}
            </button>
          )}
          {exports && (
            <>
              <a class="btn plain" href={exports.csv} download>
                CSV
              </a>
              <a class="btn plain" href={exports.xlsx} download>
                XLSX
              </a>
            </>
          )}
          <button type="button" class="btn plain" onClick={() => void save()}>
            PNG
          </button>
        </div>
      </header>
      {controls}
      <div ref={drawn} class="drawn">
        {inRows && table ? table : children}
      </div>
    </section>
  );

  async function save(): Promise<void> {
    const blob = drawn.current ? await paint(drawn.current, headline) : null;
    if (!blob) return toast(tell("no_picture"));
    const link = document.createElement("a");
    link.href = URL.createObjectURL(blob);
    link.download = `${file}.png`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1_000);
  }
}
