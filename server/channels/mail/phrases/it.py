"""Italian."""

PHRASES = {
    "subject": "{site}: risposta alla sua domanda",
    "one": "{name} ha risposto alla sua domanda:",
    "several": "Ci sono risposte alla sua domanda:",
    "question": "Ha scritto:",
    "continue": "Continua la conversazione",
    "how": "Per rispondere usi il link: una risposta a questa e-mail non arriverebbe nella conversazione. "
    "Il link vale fino al {date}; chi lo possiede può leggere la conversazione, perciò lo tenga per sé.",
    "why": "Riceve questo messaggio perché l'indirizzo è stato indicato in una chat con {site}. "
    "Se non è stato lei, può ignorarlo.",
    "test.subject": "{site}: la posta funziona",
    "test.text": "Questo è il messaggio di prova richiesto nelle impostazioni di Chat Butler. "
    "Le risposte a chi è già andato via partiranno allo stesso modo.",
    "alert.waiting": "{team}: {value} in attesa, limite {limit}",
    "alert.wait": "{team}: attesa più lunga {value} min, limite {limit} min",
    "alert.sla_warned": "{team}: {target} entro {value} min",
    "alert.sla_breached": "{team}: {target} in ritardo",
    "alert.low_rating": "{team}: una valutazione bassa, {value}",
    "alert.first_response": "prima risposta",
    "alert.next_response": "risposta successiva",
    "alert.resolution": "soluzione",
    "alert.open": "Il quadro in tempo reale",
    "alert.why": "Ricevi questo messaggio perché questo indirizzo è indicato per gli avvisi nelle "
    "impostazioni di Chat Butler.",
    "report.page.fast": "Siamo veloci?",
    "report.page.solve": "Risolviamo?",
    "report.page.happy": "Sono contenti?",
    "report.page.staff": "Siamo abbastanza?",
    "report.page.help": "Chi ha bisogno di aiuto?",
    "report.figure": "Indicatore",
    "report.value": "Valore, 95 %",
    "report.n": "n",
    "report.target": "Obiettivo",
    "report.before": "Prima",
    "report.met": "raggiunto",
    "report.missed": "mancato",
    "report.too_close": "troppo vicino per dirlo",
    "report.few": "pochi casi",
    "report.business": "orario di apertura",
    "report.nothing": "Non contiene indicatori che le si possano mostrare.",
    "report.as_of": "Situazione del {time} ({zone}). I link mostrano gli stessi numeri "
    "ogni volta che vengono aperti.",
    "report.file": "La cartella di lavoro allegata contiene gli indicatori con i loro gruppi.",
    "report.open": "Apri il rapporto",
    "report.why": "Riceve questo messaggio perché qualcuno che lavora con Chat Butler fa "
    "inviare il rapporto a questo indirizzo.",
    "report.leave": "Non inviarmi più questo rapporto",
}
