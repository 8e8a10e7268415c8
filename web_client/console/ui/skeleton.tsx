import { useEffect, useState } from "preact/hooks";

/** Shows that something is on its way, in its shape, but only when it takes longer than a blink. */
export function Skeleton({ label, rows = 3 }: { label: string; rows?: number }) {
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 300);
    return () => clearTimeout(timer);
  }, []);
  if (!late) return null;
  return (
    <section class="loading" aria-busy="true" aria-label={label}>
      {Array.from({ length: rows }, (_, row) => (
        <div class="conv" key={row}>
          <span class="skel round" />
          <span class="body">
            <span class="skel line short" />
            <span class="skel line" />
          </span>
        </div>
      ))}
    </section>
  );
}
