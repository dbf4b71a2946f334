"""What can be wrong with a film; each error says what to do instead."""

from __future__ import annotations

from spotter.kit.errors import BadInput


class NotAFilm(BadInput):
    """The file cannot be opened as a film: damaged, cut short, or something else."""

    code = "not_a_film"


class NoPictures(BadInput):
    """The file opens but holds no moving picture: sound alone, a cover, nothing."""

    code = "no_pictures"


class FilmTooLong(BadInput):
    """The film is longer than one session of training."""

    code = "film_too_long"


class PictureTooLarge(BadInput):
    """The pictures have more dots than 4K."""

    code = "picture_too_large"


class TooFewPictures(BadInput):
    """The film shows too few pictures a second to judge a movement by."""

    code = "too_few_pictures"
