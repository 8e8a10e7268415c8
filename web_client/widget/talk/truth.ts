import { moment, say } from "../words.ts";
import type { Chat } from "./chat.ts";

/** What is true now of who is there; nothing before the server has said it. */
export function service(chat: Chat, now: number): string {
  const service = chat.welcome?.service;
  if (!service) return "";
  if (service.slow) return say("people_slow");
  if (service.open) return say(service.busy ? "many" : service.online ? "people_here" : "butler_here");
  const opens = service.opens_at;
  return opens && opens > now ? say("opens", { when: moment(opens, now, service.offset) }) : say("closed");
}
