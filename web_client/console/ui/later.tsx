import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { say } from "../words.ts";
import { Failed } from "./blank.tsx";
import { Main } from "./main.tsx";
import { Skeleton } from "./skeleton.tsx";

/** A page whose code is fetched when somebody first goes there. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): ComponentType<P> {
  let there: ComponentType<P> | null = null;
  return function Later(props: P) {
    const [state, setState] = useState<"coming" | "there" | "lost">(there ? "there" : "coming");
    const [turn, setTurn] = useState(0);
    useEffect(() => {
      let current = true;
      if (there) return;
      load().then(
        (page) => {
          there = page;
          if (current) setState("there");
        },
        () => current && setState("lost"),
      );
      return () => {
        current = false;
      };
    }, [turn]);
    if (state === "there" && there) {
      const Page = there;
      return <Page {...props} />;
    }
    const again = () => {
      setState("coming");
      setTurn(turn + 1);
    };
    return (
      <Main class={state === "lost" ? "middle" : ""}>
        {state === "lost" ? (
          <Failed problem={{ code: "offline", message: "the page's code did not come" }} onRetry={again} />
        ) : (
          <Skeleton label={say("loading")} />
        )}
      </Main>
    );
  };
}
