"""What comes with the software of messages to those who comment: one for each reason, in several languages."""

CANNED = {
    "en": {
        "abuse": "Your comment attacks somebody. Please argue about the matter and leave the person out of it.",
        "hate": "Your comment disparages people for what they are. We do not publish that.",
        "off_topic": "Your comment has little to do with this story. It may be welcome below another one.",
        "personal": "Your comment contains private details of somebody. Please write it again without them.",
        "legal": "Your comment makes a claim that we could not defend before a court. Please say how you know, or leave it out.",
        "advertising": "Your comment advertises something. This is not the place for it.",
        "impersonation": "Your comment is signed in a way that lets readers take you for somebody else.",
        "other": "Your comment does not fit our rules for the conversation.",
    },
    "de": {
        "abuse": "Ihr Kommentar greift jemanden an. Bitte streiten Sie über die Sache und lassen Sie die Person aus dem Spiel.",
        "hate": "Ihr Kommentar setzt Menschen herab für das, was sie sind. Das veröffentlichen wir nicht.",
        "off_topic": "Ihr Kommentar hat mit diesem Beitrag wenig zu tun. Unter einem anderen ist er vielleicht willkommen.",
        "personal": "Ihr Kommentar enthält private Angaben über jemanden. Bitte schreiben Sie ihn noch einmal ohne sie.",
        "legal": "Ihr Kommentar behauptet etwas, das wir vor Gericht nicht vertreten könnten. Bitte nennen Sie die Quelle.",
        "advertising": "Ihr Kommentar wirbt für etwas. Dafür ist hier nicht der Ort.",
        "impersonation": "Ihr Kommentar ist so unterschrieben, dass man Sie für jemand anderen halten kann.",
        "other": "Ihr Kommentar entspricht nicht unseren Regeln für das Gespräch.",
    },
    "fr": {
        "abuse": "Votre commentaire s’en prend à quelqu’un. Merci de discuter du sujet sans viser la personne.",
        "hate": "Votre commentaire rabaisse des gens pour ce qu’ils sont. Nous ne publions pas cela.",
        "off_topic": "Votre commentaire a peu de rapport avec cet article. Il trouvera peut-être sa place sous un autre.",
        "personal": "Votre commentaire contient des données privées. Merci de l’écrire à nouveau sans elles.",
        "legal": "Votre commentaire affirme ce que nous ne pourrions défendre en justice. Merci de citer votre source.",
        "advertising": "Votre commentaire fait de la publicité. Ce n’est pas l’endroit.",
        "impersonation": "La signature de votre commentaire peut vous faire passer pour quelqu’un d’autre.",
        "other": "Votre commentaire ne respecte pas les règles de notre conversation.",
    },
    "es": {
        "abuse": "Su comentario ataca a alguien. Le rogamos que discuta el asunto y deje a la persona de lado.",
        "hate": "Su comentario menosprecia a personas por lo que son. No publicamos eso.",
        "off_topic": "Su comentario tiene poco que ver con este artículo. Quizá sea bienvenido en otro.",
        "personal": "Su comentario contiene datos privados de alguien. Le rogamos que lo escriba de nuevo sin ellos.",
        "legal": "Su comentario afirma algo que no podríamos defender ante un tribunal. Indique la fuente o suprímalo.",
        "advertising": "Su comentario hace publicidad. Este no es el lugar.",
        "impersonation": "La firma de su comentario puede hacer que le tomen por otra persona.",
        "other": "Su comentario no cumple nuestras normas de conversación.",
    },
}  # fmt: skip
