"""German."""

PHRASES = {
    "ack.somebody": "Danke. Ich bin der automatische Butler; jemand ist frei, "
    "und ich habe Ihre Nachricht weitergegeben.",
    "ack.busy.none": "Danke. Ich bin der automatische Butler. Gerade sind alle im Gespräch; "
    "Sie sind als Nächstes an der Reihe.",
    "ack.busy.one": "Danke. Ich bin der automatische Butler. Gerade sind alle im Gespräch; "
    "vor Ihnen wartet {ahead} Person.",
    "ack.busy.other": "Danke. Ich bin der automatische Butler. Gerade sind alle im Gespräch; "
    "vor Ihnen warten {ahead} Personen.",
    "ack.closed": "Danke. Ich bin der automatische Butler. "
    "Im Moment haben wir geschlossen; wir öffnen am {day} um {time} Uhr ({zone}). "
    "Ihre Frage ist notiert, und wer als Erstes kommt, sieht sie.",
    "ack.nobody": "Danke. Ich bin der automatische Butler. Im Moment ist niemand am Platz. "
    "Ihre Frage ist notiert, und wer als Erstes kommt, sieht sie.",
    "ack.full": "Danke. Ich bin der automatische Butler. "
    "Gerade warten so viele, dass eine Antwort länger dauert. "
    "Ihre Frage ist notiert, und Sie bekommen Antwort, sobald jemand frei ist.",
    "wait.between": "Meist antwortet jemand in {low} bis {high} Minuten.",
    "wait.upto.one": "Meist antwortet jemand innerhalb einer Minute.",
    "wait.upto.other": "Meist antwortet jemand innerhalb von {high} Minuten.",
    "wait.more.none": "Bis jemand antwortet, kann es über 10 Minuten dauern.",
    "wait.more.one": "Bis jemand antwortet, dauert es mindestens eine Minute, vielleicht auch über 10.",
    "wait.more.other": "Bis jemand antwortet, dauert es mindestens {low} Minuten, vielleicht auch über 10.",
    "wait.long": "Bis jemand antwortet, dauert es wahrscheinlich über 10 Minuten.",
    "ask.email": "Wenn Sie eine E-Mail-Adresse dalassen, können wir auch antworten, wenn Sie schon weg sind.",
    "thanks.email": "Ihre Adresse ist notiert. Sie können Ihre Frage jederzeit ergänzen.",
    "topic": "Ich nehme an, es geht um „{topic}“; sonst sagen Sie es bitte einfach.",
    "gone.agent": "Die Person, die sich um Sie gekümmert hat, kann gerade nicht weitermachen. "
    "Sie stehen vorn in der Warteschlange, und wer als Nächstes frei ist, übernimmt.",
    "nudge.visitor": "Ich bin der automatische Butler. Sind Sie noch da? Oben steht eine Antwort für Sie; "
    "schreiben Sie weiter, wann immer Sie möchten.",
}
