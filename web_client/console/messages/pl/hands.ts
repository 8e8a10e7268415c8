import type { Translation } from "../../../shared/i18n.ts";
import type { hands as english } from "../en/hands.ts";

export const hands: Translation<typeof english> = {
  also_looking: "Patrzą na to także: {names}",
  ask_first: "Najpierw zapytaj",
  ask_first_hint:
    "Wybrana osoba widzi rozmowę i twoją notatkę i ma minutę na zgodę. Do tego czasu rozmowa zostaje tam, gdzie jest.",
  ask_whom: "Zapytaj: {name}",
  asked_no: "Nie teraz",
  asked_over: "Ta prośba jest już nieaktualna.",
  asked_title: "{agent} pyta, czy przejmiesz tę rozmowę",
  asked_yes: "Przejmij",
  asking: "Zapytano o przejęcie: {agent}",
  colleague_writes: "{names}: właśnie pisze tu odpowiedź",
  ev_asked: "{by} – prośba o przejęcie: {to}",
  ev_asked_note: "{by} – prośba o przejęcie: {to}: „{note}”",
  ev_declined: "{agent}: teraz nie może przejąć",
  ev_lapsed: "{agent}: brak odpowiedzi na czas, więc rozmowę dostaje następna osoba",
  ev_nudged_agent: "Długie czekanie; wysłano przypomnienie osobie prowadzącej rozmowę",
  ev_nudged_visitor: "Długa cisza; kamerdyner zapytał",
  ev_unanswered: "{agent}: minuta bez odpowiedzi na prośbę o przejęcie",
  ev_withdrawn: "{by} – prośba o przejęcie wycofana: {agent}",
  group_asked: "Prośba o przejęcie",
  notice_asked: "Czy przejmiesz rozmowę: {visitor}?",
  notice_nudged: "{visitor} nadal czeka na odpowiedź",
  nudged_you: "Przypomnienie: {visitor} nadal czeka na twoją odpowiedź",
  to_you: "ty",
  withdraw: "Wycofaj",
};
