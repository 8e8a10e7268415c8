"""Polish."""

from . import Talk, Topic

TALK = Talk(
    names=("Zofia", "Jan", "Hanna", "Piotr", "Maja", "Tomek", "Ewa", "Kuba", "Ola", "Adam"),
    topics=(
        Topic(
            "delivery",
            "/",
            (
                (
                    "Gdzie jest moje zamówienie? Miało być we wtorek.",
                    "Już sprawdzam. Jaki jest numer zamówienia?",
                ),
                ("K-2210.", "Dziękuję. Paczka wyszła wczoraj i powinna dotrzeć jutro."),
                ("Czy można zostawić u sąsiada?", "Tak, przekazuję to kurierowi."),
            ),
        ),
        Topic(
            "return",
            "/",
            (
                (
                    "Chcę zwrócić czajniczek, uchwyt jest za mały.",
                    "Można w ciągu trzydziestu dni. Etykietę wysyłam e-mailem.",
                ),
                ("Czy potrzebne jest pudełko?", "Wystarczy każde mocne pudełko."),
            ),
        ),
        Topic(
            "spare part",
            "/teapots.html",
            (
                (
                    "Czy można kupić samą pokrywkę do czajniczka Ostra?",
                    "Tak, niebieską i białą. Jaki jest Pani lub Pana czajniczek?",
                ),
                ("Niebieski.", "Kosztuje 9 euro i może wyjść dzisiaj. Dodać do koszyka?"),
                ("Tak, proszę.", "Gotowe. Po odświeżeniu strony będzie w koszyku."),
            ),
        ),
        Topic(
            "care",
            "/care.html",
            (
                (
                    "Jak usunąć kamień z czajnika Pavona?",
                    "Jedna część kwasku cytrynowego na dwadzieścia wody, "
                    "zagotować, odczekać dziesięć minut, dwa razy wypłukać.",
                ),
                ("A ocet?", "Raz można; częściej niszczy uszczelkę."),
            ),
        ),
        Topic(
            "advice",
            "/kettles.html",
            (
                ("Czy Lumen trzyma 80 stopni do zielonej herbaty?", "Tak, przez pół godziny; także 70 i 95."),
                ("Czy jest głośny?", "Cichszy niż większość: około 55 decybeli przed zagotowaniem."),
            ),
        ),
        Topic(
            "invoice",
            "/",
            (
                ("Potrzebuję faktury na firmę.", "Chętnie. Jakie dane wpisać?"),
                ("Herbaciarnia Pod Brzozą, Młyńska 4.", "Nowa faktura jest już w poczcie."),
            ),
        ),
    ),
    thanks=("Dziękuję, to pomaga.", "Super, dzięki.", "W porządku, dziękuję."),
    goodbye=(
        "Proszę bardzo, smacznej herbaty.",
        "Nie ma za co, miłego dnia.",
        "Cała przyjemność po mojej stronie.",
    ),
    impatient=("Jest tam ktoś?", "Halo?", "Nadal czekam."),
    again=("Jeszcze jedno: czy filtr jest w zestawie?", "To znowu ja, nadal nic nie przyszło."),
    sorry=("Przepraszam za oczekiwanie.", "Przykro mi z powodu oczekiwania. Pytanie już znam."),
    praise=("Szybko i miło.", "Od razu wiadomo, o co chodzi.", "Załatwione w dwie minuty."),
    blame=("Za długo trzeba było czekać.", "Nikt nie odpowiadał.", "Trzeba było tłumaczyć dwa razy."),
    only_acts="W tym pokazie znam tylko swoją rolę. W konsoli, jako Ada, można odpowiadać samemu.",
)
