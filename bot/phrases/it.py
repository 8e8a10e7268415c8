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
    "ack.full": "Grazie. Sono il maggiordomo automatico. Le persone in attesa sono molte "
    "e la risposta richiederà tempo. "
    "Ho annotato la sua domanda: riceverà risposta appena qualcuno sarà libero.",
    "wait.between": "Di solito si riceve risposta in {low}-{high} minuti.",
    "wait.upto.one": "Di solito si riceve risposta entro un minuto.",
    "wait.upto.other": "Di solito si riceve risposta entro {high} minuti.",
    "wait.more.none": "Per una risposta potrebbero volerci più di 10 minuti.",
    "wait.more.one": "Per una risposta ci vorrà almeno un minuto, forse più di 10.",
    "wait.more.other": "Per una risposta ci vorranno almeno {low} minuti, forse più di 10.",
    "wait.long": "Per una risposta ci vorranno probabilmente più di 10 minuti.",
    "ask.email": "Se lascia un indirizzo e-mail, possiamo rispondere anche quando sarà andato via.",
    "thanks.email": "Ho annotato il suo indirizzo. Può completare la domanda quando vuole.",
    "topic": "Credo che si tratti di «{topic}»; se non è così, me lo dica pure.",
    "gone.agent": "La persona che si occupava di lei adesso non può continuare. "
    "Lei è in testa alla fila: continuerà chi si libera per primo.",
    "nudge.visitor": "Sono il maggiordomo automatico. È ancora lì? Qui sopra c'è una risposta per lei; "
    "può continuare quando vuole.",
}
