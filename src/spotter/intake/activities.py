"""What vendors call a workout, in English words → the neutral activity."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

# Activity → words, of which one stands in the vendor's name; the first activity that fits counts,
# so the more particular stand first ("ice hockey" is no skating, "mountain biking" no hike).
_WORDS: Mapping[str, str] = {
    "wheelchair": "wheelchair",
    "triathlon": "triathlon|duathlon|multisport|multi sport|swimrun",
    "team_sport": "soccer|football|basketball|baseball|softball|handball|hockey|lacrosse|rugby"
    "|volleyball|water polo|waterpolo|cricket|netball|ultimate",
    "racket": "tennis|badminton|squash|racquetball|racquet|racket|pickleball|padel|paddle tennis",
    "hiit": "hiit|interval|crossfit|cross training|crosstraining|circuit|bootcamp|boot camp"
    "|functional fitness|jump rope|jumping rope|jumprope|skipping|tabata|burpee|jumping jack",
    "strength": "strength|weight|weights|weightlifting|weight lifting|powerlifting|lifting|gym"
    "|calisthenics|bench press|squats?|lunges?|deadlifts?|pull ups?|push ups?|curls?|leg press"
    "|shoulder press|lat pulldowns?|kettlebell|bodyweight",
    "core": "core|sit ups?|crunch|crunches|plank|abs",
    "elliptical": "elliptical|cross trainer|crosstrainer",
    "stairs": "stairs?|stairmaster|stair stepper|stairclimbing|stepper|step machine|floor climbing",
    "climbing": "climbing|bouldering",
    "skiing": "ski|skiing|snowboard|snowboarding|snow sports",
    "rowing": "row|rowing|kayak|kayaking|canoe|canoeing|paddling|paddleboarding|paddling",
    "cycling": "cycling|cycle|bike|biking|bicycle|ride|riding|spin|spinning|mtb|bmx|handcycling",
    "swimming": "swim|swimming|aqua fitness",
    "hiking": "hike|hiking|backpacking|mountaineering|rucking|snowshoeing|snowshoe|trekking",
    "running": "run|running|jog|jogging|treadmill|orienteering",
    "walking": "walk|walking|nordic walk|stroller",
    "pilates": "pilates|barre",
    "yoga": "yoga|hot yoga",
    "mobility": "stretch|stretching|flexibility|mobility|tai chi|taichi|qigong|cooldown"
    "|foam rolling",
    "dance": "dance|dancing|zumba|ballet",
    "combat": "boxing|kickboxing|martial arts?|karate|judo|jiu jitsu|bjj|mma|taekwondo|wrestling"
    "|fencing|krav maga|muay thai|aikido",
    "golf": "golf|disc golf",
    "cardio": "cardio|aerobics?|aerobic|gymnastics",
}
_PATTERNS = {
    activity: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for activity, words in _WORDS.items()
}
# Names in which a word means something else.
_OTHERWISE: Mapping[str, str] = {
    "horseback riding": "other",
    "inline skating": "other",
    "american football": "team_sport",
    "table tennis": "racket",
    "motorcycling": "other",
    "skating": "other",
}
_LONGEST = 200
_SEPARATORS = re.compile(r"[\s_\-/.]+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def activity(name: str) -> str:
    """Return the neutral activity of a vendor's `name` (`TRAIL_RUNNING`, `Mountain biking`,
    `strength_training`), `other` for one that names none we know."""
    return _activity(name[:_LONGEST])


@lru_cache(maxsize=1024)
def _activity(name: str) -> str:
    spaced = _SEPARATORS.sub(" ", _CAMEL.sub(" ", name)).strip().casefold()
    if spaced in _OTHERWISE:
        return _OTHERWISE[spaced]
    found = (each for each, pattern in _PATTERNS.items() if pattern.search(spaced))
    return next(found, "other")
