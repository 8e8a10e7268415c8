"""What the page behind a letter's link says."""

WORDS = {
    "en": {
        "title": "Your conversation with {site}",
        "text": "Here you can read the answer and go on writing.",
        "open": "Continue the conversation",
        "storage": "Your browser does not let this page remember who you are. Please allow it to store data.",
        "script": "Please switch JavaScript on: the chat needs it.",
        "over": "This link no longer works",
        "over_text": "Links from our messages are valid for 30 days. "
        "You can start a new conversation on the website where you wrote to us.",
    },
    "de": {
        "title": "Ihr Gespräch mit {site}",
        "text": "Hier können Sie die Antwort lesen und weiterschreiben.",
        "open": "Gespräch fortsetzen",
        "storage": "Ihr Browser lässt diese Seite nichts speichern. Bitte erlauben Sie es.",
        "script": "Bitte schalten Sie JavaScript ein: Der Chat braucht es.",
        "over": "Dieser Link gilt nicht mehr",
        "over_text": "Links aus unseren Nachrichten gelten 30 Tage. "
        "Auf der Website, auf der Sie uns geschrieben haben, können Sie ein neues Gespräch beginnen.",
    },
    "it": {
        "title": "La sua conversazione con {site}",
        "text": "Qui può leggere la risposta e continuare a scrivere.",
        "open": "Continua la conversazione",
        "storage": "Il browser non permette a questa pagina di salvare dati: la preghiamo di consentirlo.",
        "script": "Attivi JavaScript: la chat ne ha bisogno.",
        "over": "Questo link non è più valido",
        "over_text": "I link dei nostri messaggi valgono 30 giorni. "
        "Può iniziare una nuova conversazione sul sito dal quale ci ha scritto.",
    },
    "pl": {
        "title": "Rozmowa z {site}",
        "text": "Tutaj można przeczytać odpowiedź i pisać dalej.",
        "open": "Wróć do rozmowy",
        "storage": "Przeglądarka nie pozwala tej stronie zapisywać danych. Prosimy na to zezwolić.",
        "script": "Prosimy włączyć JavaScript: czat go potrzebuje.",
        "over": "Ten link już nie działa",
        "over_text": "Linki z naszych wiadomości są ważne 30 dni. "
        "Nową rozmowę można rozpocząć na stronie, z której Państwo pisali.",
    },
}
FALLBACK = "en"


def language_of(*wanted: str | None) -> str:
    """The first that there is; each may be a locale or a header of several."""
    tags = [tag for header in wanted if header for tag in header.replace("_", "-").split(",")]
    short = [tag.strip().split(";")[0].split("-")[0].lower() for tag in tags]
    return next((tag for tag in short if tag in WORDS), FALLBACK)
