import type { Translation } from "../../../shared/i18n.ts";
import type { tree as english } from "../en/tree.ts";

export const tree: Translation<typeof english> = {
  tree_collinear:
    "W tym okresie te czynniki mówią o każdej rozmowie to samo; nie da się powiedzieć, który z nich wiąże się z zadowoleniem: {branches}.",
  tree_constant: "Te rozmowy niczym się nie różniły.",
  tree_explains: "Razem wyjaśniają {share} różnic między odwiedzającymi.",
  tree_fcr: "Rozwiązanie przy pierwszym kontakcie",
  tree_left_out: "Pominięto, bo u wszystkich było tak samo: {branches}.",
  tree_length: "Dziesięć wiadomości więcej",
  tree_less: "wiąże się z wynikiem o {points} pkt niższym (od {from} do {to})",
  tree_more: "wiąże się z wynikiem o {points} pkt wyższym (od {from} do {to})",
  tree_no_variation: "Wszyscy ci odwiedzający byli zadowoleni albo żaden: nic nie wiąże się z różnicą.",
  tree_not_cause: "To, co występuje razem, nie musi być przyczyną i skutkiem.",
  tree_of: {
    one: "Z jednej ocenionej rozmowy.",
    few: "Z {n} ocenionych rozmów.",
    many: "Z {n} ocenionych rozmów.",
    other: "Z {n} ocenionej rozmowy.",
  },
  tree_pending: {
    one: "W przypadku jeszcze jednej musi minąć tydzień, zanim będzie wiadomo, czy rozwiązano ją od razu.",
    few: "W przypadku {n} kolejnych musi minąć tydzień, zanim będzie wiadomo, czy rozwiązano je od razu.",
    many: "W przypadku {n} kolejnych musi minąć tydzień, zanim będzie wiadomo, czy rozwiązano je od razu.",
    other: "W przypadku {n} kolejnej musi minąć tydzień, zanim będzie wiadomo, czy rozwiązano je od razu.",
  },
  tree_saturated: "O wszystkim decydują pojedyncze rozmowy; nic pewnego nie da się powiedzieć.",
  tree_title: "Co wiąże się z zadowoleniem",
  tree_too_few: "Mniej niż 30 ocenionych rozmów w tym okresie: za mało, by coś powiedzieć.",
  tree_transfers: "Jedno przekazanie więcej",
  tree_unclear: "nie wiąże się z zauważalną różnicą (od {from} do {to} pkt)",
  tree_unit: "punkty zadowolenia, przedział 95 %",
  tree_wait: "Minuta dłuższego czekania na pierwszą odpowiedź",
};
