"""Polish."""

PHRASES = {
    "ack.somebody": "Dziękuję. Jestem automatycznym kamerdynerem; "
    "wiadomość ma już ktoś, kto może odpowiedzieć.",
    "ack.busy.none": "Dziękuję. Jestem automatycznym kamerdynerem. Wszyscy teraz rozmawiają; "
    "następna kolej należy do Państwa.",
    "ack.busy.one": "Dziękuję. Jestem automatycznym kamerdynerem. Wszyscy teraz rozmawiają; "
    "przed Państwem czeka {ahead} osoba.",
    "ack.busy.few": "Dziękuję. Jestem automatycznym kamerdynerem. Wszyscy teraz rozmawiają; "
    "przed Państwem czekają {ahead} osoby.",
    "ack.busy.many": "Dziękuję. Jestem automatycznym kamerdynerem. Wszyscy teraz rozmawiają; "
    "przed Państwem czeka {ahead} osób.",
    "ack.busy.other": "Dziękuję. Jestem automatycznym kamerdynerem. Wszyscy teraz rozmawiają; "
    "przed Państwem czeka {ahead} osób.",
    "ack.closed": "Dziękuję. Jestem automatycznym kamerdynerem. "
    "Teraz jest zamknięte; otwieramy: {day}, godz. {time} ({zone}). "
    "Pytanie jest zapisane i zobaczy je pierwsza osoba, która przyjdzie.",
    "ack.nobody": "Dziękuję. Jestem automatycznym kamerdynerem. Teraz nikogo nie ma przy biurku. "
    "Pytanie jest zapisane i zobaczy je pierwsza osoba, która przyjdzie.",
    "ack.full": "Dziękuję. Jestem automatycznym kamerdynerem. Czeka tak wiele osób, "
    "że na odpowiedź trzeba dłużej poczekać. "
    "Pytanie jest zapisane i odpowiemy, gdy tylko ktoś będzie wolny.",
    "wait.between": "Zwykle odpowiadamy w ciągu od {low} do {high} minut.",
    "wait.upto.one": "Zwykle odpowiadamy w ciągu minuty.",
    "wait.upto.few": "Zwykle odpowiadamy w ciągu {high} minut.",
    "wait.upto.many": "Zwykle odpowiadamy w ciągu {high} minut.",
    "wait.upto.other": "Zwykle odpowiadamy w ciągu {high} minut.",
    "wait.more.none": "Na odpowiedź trzeba czasem czekać ponad 10 minut.",
    "wait.more.one": "Na odpowiedź trzeba poczekać co najmniej minutę, a może ponad 10.",
    "wait.more.few": "Na odpowiedź trzeba poczekać co najmniej {low} minuty, a może ponad 10.",
    "wait.more.many": "Na odpowiedź trzeba poczekać co najmniej {low} minut, a może ponad 10.",
    "wait.more.other": "Na odpowiedź trzeba poczekać co najmniej {low} minut, a może ponad 10.",
    "wait.long": "Na odpowiedź trzeba prawdopodobnie poczekać ponad 10 minut.",
    "ask.email": "Jeśli zostawią Państwo adres e-mail, odpowiemy także po Państwa wyjściu.",
    "thanks.email": "Adres jest zapisany. Pytanie można uzupełnić w każdej chwili.",
    "topic": "Zakładam, że chodzi o „{topic}”; jeśli nie, proszę po prostu napisać.",
    "gone.agent": "Osoba, która się Państwem zajmowała, nie może teraz kontynuować. "
    "Są Państwo na początku kolejki i sprawę przejmie pierwsza wolna osoba.",
    "nudge.visitor": "Jestem automatycznym kamerdynerem. Czy są Państwo jeszcze? Powyżej czeka odpowiedź; "
    "rozmowę można kontynuować w każdej chwili.",
}
