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
    "ask.email": "Jeśli zostawią Państwo adres e-mail, odpowiemy także po Państwa wyjściu.",
    "thanks.email": "Adres jest zapisany. Pytanie można uzupełnić w każdej chwili.",
}
