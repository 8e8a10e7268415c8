"""Italian."""

from . import Talk, Topic

TALK = Talk(
    names=("Chiara", "Marco", "Giulia", "Pietro", "Elena", "Luca", "Bianca", "Dario", "Irene", "Nino"),
    topics=(
        Topic(
            "delivery",
            "/",
            (
                (
                    "Dov'è il mio ordine? Doveva arrivare martedì.",
                    "Guardo subito. Mi dice il numero dell'ordine?",
                ),
                ("È il K-1932.", "Grazie. Il pacco è partito ieri e dovrebbe arrivare domani."),
                ("Si può lasciare al vicino?", "Sì, l'ho annotato per il corriere."),
            ),
        ),
        Topic(
            "return",
            "/",
            (
                (
                    "Vorrei restituire una teiera, il manico è troppo piccolo.",
                    "Va bene, entro trenta giorni. Le mando l'etichetta per posta elettronica.",
                ),
                ("Serve la scatola originale?", "No, va bene qualsiasi scatola robusta."),
            ),
        ),
        Topic(
            "spare part",
            "/teapots.html",
            (
                (
                    "Avete il coperchio della teiera Ostra? Il mio si è rotto.",
                    "Sì, blu e bianco. Di che colore è la sua?",
                ),
                ("Blu.", "Costa 9 euro e può partire oggi. Lo metto nel carrello?"),
                ("Sì, grazie.", "Fatto. Lo vede ricaricando la pagina."),
            ),
        ),
        Topic(
            "care",
            "/care.html",
            (
                (
                    "Come tolgo il calcare dal bollitore Pavona?",
                    "Una parte di acido citrico in venti di acqua: "
                    "far bollire, aspettare dieci minuti, sciacquare due volte.",
                ),
                ("E l'aceto?", "Una volta va bene; spesso rovina la guarnizione."),
            ),
        ),
        Topic(
            "advice",
            "/kettles.html",
            (
                ("Il Lumen tiene gli 80 gradi per il tè verde?", "Sì, per mezz'ora; anche 70 e 95."),
                ("È rumoroso?", "Meno di tanti altri: circa 55 decibel prima di bollire."),
            ),
        ),
        Topic(
            "invoice",
            "/",
            (
                ("Mi serve la fattura intestata alla ditta.", "Volentieri. Che cosa devo scrivere?"),
                ("Sala da tè La Betulla, vicolo del Mulino 4.", "La nuova fattura è nella sua posta."),
            ),
        ),
    ),
    thanks=("Grazie, gentilissimi.", "Perfetto, grazie.", "Va bene, grazie mille."),
    goodbye=("Di niente, buon tè.", "Si figuri, buona giornata.", "È stato un piacere."),
    impatient=("C'è qualcuno?", "Pronto?", "Sto ancora aspettando."),
    again=("Un'ultima cosa: il filtro è compreso?", "Sono ancora io, non è arrivato niente."),
    sorry=("Mi scusi per l'attesa.", "Mi dispiace che abbia dovuto aspettare. Ho letto la sua domanda."),
    praise=("Veloci e gentili.", "Ha capito subito.", "Risolto in due minuti."),
    blame=("Ho aspettato troppo.", "Non rispondeva nessuno.", "Ho dovuto spiegare tutto due volte."),
    only_acts="In questa dimostrazione so solo la mia parte. Nella console, come Ada, può rispondere lei.",
)
