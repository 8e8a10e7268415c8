"""English."""

from . import Talk, Topic

TALK = Talk(
    names=("Vera", "Hugo", "Ivy", "Owen", "Ruth", "Noah", "Alma", "Felix", "Nora", "Leo"),
    topics=(
        Topic(
            "delivery",
            "/",
            (
                (
                    "Where is my order? It was to be here on Tuesday.",
                    "Let me look. May I have the number of the order?",
                ),
                ("It is K-2041.", "Thank you. The parcel left us yesterday and should reach you tomorrow."),
                ("Can it go to a neighbour?", "Yes, I have noted that for the carrier."),
            ),
        ),
        Topic(
            "return",
            "/",
            (
                (
                    "I would like to return a teapot, the handle is too small for me.",
                    "That is fine within thirty days. I am sending a label to your address.",
                ),
                ("Do I have to keep the box?", "Any box that protects it will do."),
            ),
        ),
        Topic(
            "spare part",
            "/teapots.html",
            (
                (
                    "Can I get a new lid for the Ostra teapot? Mine is broken.",
                    "We have it, in blue and in white. Which one is yours?",
                ),
                ("Blue, please.", "It costs 9 euros and can leave today. Shall I put it in your basket?"),
                ("Yes, please.", "Done. You will find it there when you reload the page."),
            ),
        ),
        Topic(
            "care",
            "/care.html",
            (
                (
                    "How do I get limescale out of the Pavona kettle?",
                    "One part of citric acid to twenty of water, "
                    "boil it once, leave it for ten minutes, rinse twice.",
                ),
                ("Is vinegar bad for it?", "Once is fine; often, it wears out the seal."),
            ),
        ),
        Topic(
            "advice",
            "/kettles.html",
            (
                (
                    "Does the Lumen kettle keep 80 degrees for green tea?",
                    "It does, for half an hour, and 70 and 95 too.",
                ),
                ("How loud is it?", "Quieter than most: about 55 decibels just before it boils."),
                ("And the cable?", "75 centimetres; the rest winds up under the base."),
            ),
        ),
        Topic(
            "invoice",
            "/",
            (
                ("I need an invoice with the address of my company.", "Gladly. What should it say?"),
                ("Birch Tree Tea Room, 4 Mill Lane.", "The new invoice is in your mail now."),
            ),
        ),
    ),
    thanks=("Thank you, that helps.", "Great, thanks.", "Perfect, thank you.", "OK, thanks for your help."),
    goodbye=("You are welcome. Enjoy your tea.", "Gladly. Have a good day.", "My pleasure."),
    impatient=("Is anybody there?", "Hello?", "I am still waiting."),
    again=("One more thing: does it come with a filter?", "Sorry, it is me again. It has still not arrived."),
    sorry=("I am sorry that you had to wait.", "Sorry for the wait. I have read your question."),
    praise=("Quick and friendly.", "Knew exactly what I meant.", "Solved in two minutes."),
    blame=("I waited far too long.", "It took ages until somebody came.", "Had to explain it twice."),
    only_acts="In this demo I only know my lines. Log in to the console as Ada, and you can answer yourself.",
)
