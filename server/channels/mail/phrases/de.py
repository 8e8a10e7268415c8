"""German."""

PHRASES = {
    "subject": "{site}: Antwort auf Ihre Frage",
    "one": "{name} hat auf Ihre Frage geantwortet:",
    "several": "Es gibt Antworten auf Ihre Frage:",
    "question": "Sie schrieben:",
    "continue": "Gespräch fortsetzen",
    "how": "Bitte antworten Sie über den Link: Eine Antwort auf diese E-Mail käme im Gespräch nicht an. "
    "Der Link gilt bis zum {date}; wer ihn hat, kann das Gespräch lesen. Behalten Sie ihn also für sich.",
    "why": "Sie erhalten diese Nachricht, weil diese Adresse in einem Chat mit {site} angegeben wurde. "
    "Wenn Sie das nicht waren, brauchen Sie nichts zu tun.",
    "test.subject": "{site}: E-Mail funktioniert",
    "test.text": "Das ist die Testnachricht, die Sie in den Einstellungen von Chat Butler angefordert haben. "
    "Antworten an Besucher, die schon weg sind, gehen auf demselben Weg hinaus.",
    "alert.waiting": "{team}: {value} warten, Grenze {limit}",
    "alert.wait": "{team}: längste Wartezeit {value} min, Grenze {limit} min",
    "alert.sla_warned": "{team}: {target} fällig in {value} min",
    "alert.sla_breached": "{team}: {target} überfällig",
    "alert.low_rating": "{team}: eine schlechte Bewertung, {value}",
    "alert.first_response": "erste Antwort",
    "alert.next_response": "nächste Antwort",
    "alert.resolution": "Lösung",
    "alert.open": "Zur Live-Übersicht",
    "alert.why": "Sie erhalten diese Nachricht, weil diese Adresse in den Einstellungen von Chat "
    "Butler für Warnungen eingetragen ist.",
    "report.page.fast": "Sind wir schnell?",
    "report.page.solve": "Lösen wir es?",
    "report.page.happy": "Sind sie zufrieden?",
    "report.page.staff": "Sind wir richtig besetzt?",
    "report.page.help": "Wer braucht Hilfe?",
    "report.figure": "Kennzahl",
    "report.value": "Wert, 95 %",
    "report.n": "n",
    "report.target": "Ziel",
    "report.before": "Davor",
    "report.met": "erreicht",
    "report.missed": "verfehlt",
    "report.too_close": "zu knapp für ein Urteil",
    "report.few": "wenige Fälle",
    "report.business": "Öffnungszeiten",
    "report.nothing": "Er enthält keine Kennzahl, die Ihnen gezeigt werden darf.",
    "report.as_of": "Stand vom {time} ({zone}). Die Links zeigen dieselben Zahlen, wann "
    "immer man sie öffnet.",
    "report.file": "Die angehängte Arbeitsmappe enthält die Kennzahlen mit ihren Gruppen.",
    "report.open": "Bericht öffnen",
    "report.why": "Sie erhalten diese Nachricht, weil jemand, der mit Chat Butler "
    "arbeitet, den Bericht an diese Adresse schicken lässt.",
    "report.leave": "Diesen Bericht nicht mehr schicken",
}
