"""German."""

from . import Talk, Topic

TALK = Talk(
    names=("Anke", "Jonas", "Greta", "Emil", "Lena", "Moritz", "Frieda", "Paul", "Sophie", "Till"),
    topics=(
        Topic(
            "delivery",
            "/",
            (
                (
                    "Wo bleibt meine Bestellung? Sie sollte am Dienstag da sein.",
                    "Ich sehe nach. Wie lautet die Bestellnummer?",
                ),
                ("K-1877.", "Danke. Das Paket ist gestern raus und sollte morgen bei Ihnen sein."),
                ("Kann es beim Nachbarn abgegeben werden?", "Ja, ich habe es für den Zusteller vermerkt."),
            ),
        ),
        Topic(
            "return",
            "/",
            (
                (
                    "Ich möchte eine Kanne zurückgeben, der Henkel ist mir zu klein.",
                    "Das geht innerhalb von dreißig Tagen. Das Etikett kommt gleich per Mail.",
                ),
                ("Brauche ich den Originalkarton?", "Nein, jeder feste Karton ist recht."),
            ),
        ),
        Topic(
            "spare part",
            "/teapots.html",
            (
                (
                    "Gibt es den Deckel der Ostra-Kanne einzeln?",
                    "Ja, in Blau und in Weiß. Welche Kanne haben Sie?",
                ),
                (
                    "Die blaue.",
                    "Der Deckel kostet 9 Euro und geht heute noch raus. Soll er in den Warenkorb?",
                ),
                ("Ja, bitte.", "Erledigt. Nach dem Neuladen sehen Sie ihn dort."),
            ),
        ),
        Topic(
            "care",
            "/care.html",
            (
                (
                    "Wie entkalke ich den Pavona-Kessel?",
                    "Ein Teil Zitronensäure auf zwanzig Teile Wasser, "
                    "einmal aufkochen, zehn Minuten stehen lassen, zweimal spülen.",
                ),
                ("Geht auch Essig?", "Einmal ja; auf Dauer greift er die Dichtung an."),
            ),
        ),
        Topic(
            "advice",
            "/kettles.html",
            (
                ("Hält der Lumen 80 Grad für grünen Tee?", "Ja, eine halbe Stunde lang, auch 70 und 95."),
                ("Ist er laut?", "Leiser als die meisten: kurz vor dem Kochen etwa 55 Dezibel."),
            ),
        ),
        Topic(
            "invoice",
            "/",
            (
                ("Ich brauche die Rechnung auf die Firma ausgestellt.", "Gern. Was soll darauf stehen?"),
                ("Teestube Birkenhof, Mühlgasse 4.", "Die neue Rechnung ist jetzt in Ihrem Postfach."),
            ),
        ),
    ),
    thanks=("Danke, das hilft.", "Super, danke.", "Alles klar, vielen Dank."),
    goodbye=("Gern. Viel Freude mit dem Tee.", "Gern geschehen, einen schönen Tag.", "Sehr gern."),
    impatient=("Ist jemand da?", "Hallo?", "Ich warte noch."),
    again=("Noch eine Frage: Ist ein Filter dabei?", "Ich bin es noch einmal, es ist immer noch nichts da."),
    sorry=(
        "Entschuldigen Sie die Wartezeit.",
        "Es tut mir leid, dass Sie warten mussten. Ihre Frage habe ich gelesen.",
    ),
    praise=("Schnell und freundlich.", "Wusste sofort, worum es geht.", "In zwei Minuten gelöst."),
    blame=("Viel zu lange gewartet.", "Es hat ewig gedauert.", "Ich musste alles zweimal erklären."),
    only_acts="In dieser Vorführung kann ich nur meinen Text. In der Konsole können Sie als Ada antworten.",
)
