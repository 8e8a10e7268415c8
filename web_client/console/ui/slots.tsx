import { say } from "../words.ts";

const MOST_BOXES = 12;

/** Boxes, and the same in words. */
export function Slots({ taken, slots }: { taken: number; slots: number }) {
  const boxes = Math.max(taken, slots);
  return (
    <span class="nowrap">
      {boxes > 0 && boxes <= MOST_BOXES && (
        <span class="slots" aria-hidden="true">
          {Array.from({ length: boxes }, (_, place) => (
            <i key={place} class={place < taken ? "on" : ""} />
          ))}
        </span>
      )}
      {say("of_slots", { taken, slots })}
    </span>
  );
}
