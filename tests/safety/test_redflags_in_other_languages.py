"""Red flags are found in German, French, Spanish and Italian too, by words of each language."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from spotter.safety.redflags import BY_ID, LANGUAGES, OTHERS, Language, find

SAID = {
    "German": {
        "chest_pain": ["Ich habe Schmerzen in der Brust", "Druck auf der Brust", "Brustschmerzen"],
        "fainting": ["bin fast ohnmächtig geworden", "mir wurde schwarz vor Augen"],
        "breathless": ["ich bekomme kaum Luft", "Atemnot beim Sitzen"],
        "palpitations": ["mein Herz rast in Ruhe", "Herzstolpern seit gestern"],
        "headache_sudden": ["plötzliche heftige Kopfschmerzen"],
        "stroke_signs": ["mein Mundwinkel hängt", "die linke Seite ist taub"],
        "head_injury": ["habe mir den Kopf gestoßen"],
        "dizziness": ["mir ist schwindelig", "alles dreht sich"],
        "calf_swelling": ["meine Wade ist geschwollen und heiß"],
        "dark_urine": ["mein Urin ist dunkel wie Cola"],
        "saddle_numbness": ["taub zwischen den Beinen"],
        "joint_locked": ["mein Knie ist blockiert"],
        "numbness": ["Kribbeln in den Fingern"],
        "fever": ["ich habe Fieber"],
        "hypo_signs": ["ich war unterzuckert"],
        "pregnancy_bleeding": ["leichte Blutungen"],
        "contractions": ["ich habe Wehen"],
        "self_harm": ["ich will nicht mehr leben", "Suizidgedanken", "ohne mich wäre es besser"],
    },
    "French": {
        "chest_pain": ["J'ai mal à la poitrine", "une pression dans le thorax"],
        "fainting": ["je me suis évanoui", "j'ai perdu connaissance"],
        "breathless": ["je n'arrive pas à respirer", "essoufflé au repos"],
        "palpitations": ["mon cœur s'emballe", "des palpitations"],
        "headache_sudden": ["le pire mal de tête de ma vie"],
        "stroke_signs": ["le côté gauche est engourdi", "je n'arrive plus à parler"],
        "head_injury": ["je me suis cogné la tête"],
        "dizziness": ["j'ai des vertiges", "la tête me tourne"],
        "calf_swelling": ["mon mollet est gonflé et chaud"],
        "dark_urine": ["mes urines sont très foncées"],
        "saddle_numbness": ["engourdi entre les jambes"],
        "joint_locked": ["mon genou est bloqué"],
        "numbness": ["des fourmillements dans le bras"],
        "fever": ["j'ai de la fièvre"],
        "hypo_signs": ["une hypoglycémie ce matin"],
        "pregnancy_bleeding": ["des saignements"],
        "contractions": ["des contractions régulières"],
        "self_harm": ["je veux mourir", "envie d'en finir", "vous seriez mieux sans moi"],
    },
    "Spanish": {
        "chest_pain": ["me duele el pecho", "opresión en el pecho"],
        "fainting": ["me desmayé en el gimnasio", "lo vi todo negro"],
        "breathless": ["no puedo respirar bien", "me falta el aire"],
        "palpitations": ["palpitaciones en reposo", "el corazón se me acelera"],
        "headache_sudden": ["el peor dolor de cabeza de mi vida"],
        "stroke_signs": ["tengo la cara torcida", "el lado izquierdo dormido"],
        "head_injury": ["me di un golpe en la cabeza"],
        "dizziness": ["estoy mareada", "todo me da vueltas"],
        "calf_swelling": ["la pantorrilla hinchada y caliente"],
        "dark_urine": ["la orina muy oscura"],
        "saddle_numbness": ["entumecido entre las piernas"],
        "joint_locked": ["la rodilla bloqueada"],
        "numbness": ["hormigueo en la mano"],
        "fever": ["tengo fiebre"],
        "hypo_signs": ["una hipoglucemia"],
        "pregnancy_bleeding": ["un sangrado"],
        "contractions": ["contracciones cada diez minutos"],
        "self_harm": ["quiero morir", "no quiero vivir", "estaríais mejor sin mí"],
    },
    "Italian": {
        "chest_pain": ["ho un dolore al petto", "una stretta al petto"],
        "fainting": ["sono svenuta", "ho perso i sensi"],
        "breathless": ["mi manca l'aria", "non riesco a respirare"],
        "palpitations": ["palpitazioni a riposo", "il cuore salta dei battiti"],
        "headache_sudden": ["un mal di testa improvviso e fortissimo"],
        "stroke_signs": ["la bocca storta", "il lato destro è debole"],
        "head_injury": ["ho battuto la testa"],
        "dizziness": ["ho le vertigini", "mi gira la testa"],
        "calf_swelling": ["il polpaccio gonfio e caldo"],
        "dark_urine": ["l'urina è scura"],
        "saddle_numbness": ["intorpidito tra le gambe"],
        "joint_locked": ["il ginocchio è bloccato"],
        "numbness": ["formicolio alle dita"],
        "fever": ["ho la febbre"],
        "hypo_signs": ["un'ipoglicemia"],
        "pregnancy_bleeding": ["un sanguinamento"],
        "contractions": ["contrazioni regolari"],
        "self_harm": ["voglio morire", "farla finita", "meglio senza di me"],
    },
}
DENIED = {
    "German": [
        "Keine Brustschmerzen heute.",
        "kein Schwindel und kein Fieber",
        "ohne Fieber",
    ],
    "French": ["Pas de douleur à la poitrine", "sans vertiges ni fièvre", "je n'ai pas de fièvre"],
    "Spanish": ["No tengo dolor de pecho ni mareos", "sin fiebre hoy"],
    "Italian": ["nessun dolore al petto", "non ho febbre e vertigini", "senza palpitazioni oggi"],
}
STILL = {
    "German": "keine Brustschmerzen, nur ein Druck auf der Brust",
    "French": "pas de douleur à la poitrine sauf quand je monte",
    "Spanish": "no tengo dolor de pecho pero sí una opresión en el pecho",
    "Italian": "nessun dolore al petto finché non salgo le scale",
}
EVERYDAY = {
    "German": [
        "Brusttag war super",
        "Beine schwer, gut geschlafen",
        "leichter Muskelkater",
    ],
    "French": ["bonne séance de poitrine", "un peu fatigué, jambes lourdes", "bien dormi, merci"],
    "Spanish": ["buen día de pecho", "piernas cansadas pero bien", "dormí poco, mucho trabajo"],
    "Italian": ["ottimo allenamento per il petto", "gambe stanche ma bene", "ho dormito poco"],
}


def each(said: dict[str, list[str]]) -> Iterator[str]:
    return (words for all_words in said.values() for words in all_words)


def test_every_language_is_tried_in_every_way() -> None:
    names = {one.name for one in OTHERS}
    assert names == set(SAID) == set(DENIED) == set(STILL) == set(EVERYDAY)
    assert {"English", *names} == set(LANGUAGES)


@pytest.mark.parametrize(
    ("symptom", "words"),
    [(id_, words) for said in SAID.values() for id_, all_ in said.items() for words in all_],
)
def test_a_red_flag_is_found_in_the_words_of_the_language(symptom: str, words: str) -> None:
    assert symptom in find(words)


@pytest.mark.parametrize("words", each(DENIED))
def test_a_sentence_that_only_denies_is_believed(words: str) -> None:
    assert find(words) == frozenset()


@pytest.mark.parametrize("words", STILL.values())
def test_a_denial_with_anything_else_in_it_is_not(words: str) -> None:
    assert "chest_pain" in find(words)


@pytest.mark.parametrize("words", each(EVERYDAY))
def test_everyday_notes_raise_nothing(words: str) -> None:
    assert find(words) == frozenset()


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.name)
def test_a_list_names_symptoms_that_exist_and_every_one_that_is_an_emergency(
    language: Language,
) -> None:
    assert set(language.words) <= set(BY_ID)
    assert all(language.words.values())
    emergencies = {one.id for one in BY_ID.values() if one.emergency}
    # Swelling and pain far beyond the training have no short words; the list to tick has them.
    left_out = {"severe_swelling", "severe_muscle_pain"}
    assert emergencies - left_out <= set(language.words)


def test_no_list_is_said_to_be_reviewed_before_it_is() -> None:
    assert all(one.needs_review for one in OTHERS)
