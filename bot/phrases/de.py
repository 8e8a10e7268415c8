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
    "ask.email": "Wenn Sie eine E-Mail-Adresse dalassen, können wir auch antworten, wenn Sie schon weg sind.",
    "thanks.email": "Ihre Adresse ist notiert. Sie können Ihre Frage jederzeit ergänzen.",
}
