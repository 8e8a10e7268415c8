"""Italian."""

PHRASES = {
    "ack.somebody": "Grazie. Sono il maggiordomo automatico; ho passato il messaggio "
    "a chi può rispondere adesso.",
    "ack.busy.none": "Grazie. Sono il maggiordomo automatico. In questo momento sono tutti impegnati; "
    "il prossimo turno è il suo.",
    "ack.busy.one": "Grazie. Sono il maggiordomo automatico. In questo momento sono tutti impegnati; "
    "prima di lei c'è {ahead} persona.",
    "ack.busy.other": "Grazie. Sono il maggiordomo automatico. In questo momento sono tutti impegnati; "
    "prima di lei ci sono {ahead} persone.",
    "ack.closed": "Grazie. Sono il maggiordomo automatico. "
    "Adesso siamo chiusi; riapriamo {day} alle {time} ({zone}). "
    "Ho annotato la sua domanda: la vedrà la prima persona che arriva.",
    "ack.nobody": "Grazie. Sono il maggiordomo automatico. Adesso non c'è nessuno in servizio. "
    "Ho annotato la sua domanda: la vedrà la prima persona che arriva.",
    "ask.email": "Se lascia un indirizzo e-mail, possiamo rispondere anche quando sarà andato via.",
    "thanks.email": "Ho annotato il suo indirizzo. Può completare la domanda quando vuole.",
}
