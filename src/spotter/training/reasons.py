"""Reason codes and their words: why a session, an exercise, a load or a set is what it is.

A reason travels inside a `Session` as one string: its code alone, or `code|words` once the
placeholders of the template were filled from the evidence. `say` reads both.
"""

from __future__ import annotations

from dataclasses import dataclass
from string import Formatter

SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Reason:
    """A stable code and the words that a person reads."""

    code: str
    text: str


_CHOICE = {
    "main_lift_kept": (
        "One of your main lifts: it stays for the whole block so that progress shows."
    ),
    "swapped_equipment": "Instead of {was}, which needs {needs}.",
    "swapped_limitation": "Instead of {was}: it loads your {site}, which you told us is limited.",
    "swapped_pain": "Instead of {was}: it loads your {site}, where you have reported pain.",
    "swapped_pain_repeat": (
        "Instead of {was}: it hurt in two sessions in a row. Have someone qualified look at it."
    ),
    "swapped_dislike": "Instead of {was}, which you asked to leave out.",
    "swapped_rules": "Instead of {was}, which your health answers rule out for now.",
    "swapped_level": "Instead of {was}, until you have more training behind you.",
    "omitted_equipment": (
        "Left out today: {was}; nothing comparable suits your equipment, level and limits."
    ),
    "omitted_limitation": (
        "Left out because of your {site}: {was}, and every comparable movement loads it too."
    ),
    "omitted_pain": (
        "Left out because of the pain in your {site}: {was}, and every comparable movement "
        "loads it too."
    ),
    "omitted_rules": (
        "Left out: {was}, and every comparable movement, as your health answers rule them out."
    ),
    "omitted_dislike": "Left out as you asked: {was}, with nothing comparable to put in its place.",
    "omitted_time": "Left out to fit {minutes} minutes: {was}.",
    "omitted_recovery": (
        "Left out today: {was}; what it works is sore or still recovers from hard work."
    ),
    "omitted_week": "Left out today: {was}; {why}.",
    "omitted_deload": "Left out in a lighter week: {was}.",
    "fewer_sets_week": "Fewer sets: {why}.",
    "swapped_recovery": "Instead of {was}, whose muscles are sore or still recover from hard work.",
    "fewer_sets_time": "Fewer sets, to fit {minutes} minutes.",
    "warm_up": "Raises your pulse and warms you up for what follows.",
    "warm_up_range": "Takes the joints through the range that you will use today.",
    "cool_down": "Brings your pulse down slowly.",
    "cool_down_stretch": "An easy stretch of what you trained, while you are warm.",
    "cool_down_breathing": "Slow breathing settles you after the work.",
    "mobility": "Slow movement through the range that you have; nothing here should hurt.",
    "balance": "Balance work lowers the risk of a fall; stand next to something you can hold.",
    "balance_control": "Balance and control on one leg; go on to a harder form once it is steady.",
    "power": "Short and quick for power; stop while every jump and landing is still crisp.",
    "steady_endurance": "Endurance for {programme}, at an effort that you could keep up.",
    "steady_work": "Trains your {muscles}; {programme} keeps the amount the same.",
}

_DOSE = {
    "load_up": "Up from {was} to {now}: last time you did {done}, at or past the top of the range.",
    "load_up_spare": (
        "Up from {was} to {now}: last time you did {done} with a repetition or more to spare."
    ),
    "load_proved": "{load}, as when you did {done} within the effort asked for today.",
    "reps_up": "Same load as last time ({load}) and a rep more than your {done}.",
    "load_up_coarse": (
        "Up from {was} to {now}: a big step, but your {done} show that it is within reach."
    ),
    "reps_before_load": (
        "The next step up would be more than 10 % ({was} to {now}), so reps come first."
    ),
    "reps_up_bodyweight": "A rep more than last time ({done}).",
    "seconds_up": "A little longer than last time ({done}).",
    "hold_range": "Same load ({load}) until every set is at {top} reps; last time you did {done}.",
    "hold_effort": (
        "Same load ({load}): you did {done} at RPE {rpe}; it goes up once {top} reps end at "
        "RPE {target} with one to spare."
    ),
    "hold_form": (
        "Same load ({load}): the camera sees your sides {points} points further apart than they "
        "were. It goes up once they are even."
    ),
    "kept_form": (
        "As last time ({done}): the camera sees the movement fall short or the sides differ. "
        "A clean repetition comes before one more."
    ),
    "down_form": (
        "Down from {was} to {now}: in your last watched sets you reached {depth} of 100 of the "
        "full range. A load you can move all the way trains more."
    ),
    "down_form_reps": (
        "Fewer repetitions, each all the way: your last watched sets stopped well short with the "
        "lightest load."
    ),
    "down_sides": (
        "Down from {was} to {now}: the camera sees your sides {points} points further apart than "
        "they were. Get them even with less first."
    ),
    "down_sides_reps": (
        "Fewer repetitions, both sides alike: the camera sees your sides further apart than they "
        "were with the lightest load."
    ),
    "hold_missed": "Same load ({load}): last time you did {done}, short of the {low} reps planned.",
    "hold_hard": (
        "Same load ({load}): last time felt like RPE {rpe}, harder than the {target} planned."
    ),
    "hold_pain": "Same load ({load}): you reported pain {pain}/10 in your {site}.",
    "hold_readiness": "Same load ({load}): your readiness is {score} today, so no step up.",
    "hold_days": (
        "Stays at {load}: you train on more days than in your usual week, and not everything goes "
        "up at once."
    ),
    "hold_no_checkin": "Same load ({load}): without today's check-in nothing goes up.",
    "hold_deload": "Same load ({load}): nothing goes up in a deload week.",
    "hold_soreness": "Same load ({load}): your {site} is still sore ({soreness}/10).",
    "hold_pain_reps": "No more than last time: you reported pain {pain}/10 in your {site}.",
    "kept_reps": "As last time ({done}).",
    "back_up": "Back to {now}, as on {day}; what came between was lighter on purpose.",
    "back_after_pain": (
        "Up from {was} to {now}: free of pain last time, so the way back to {before} goes in small "
        "steps."
    ),
    "back_pain_reps": (
        "Still {was}, on the way back to {before} after the pain: the next step up would be more "
        "than 10 %, so reps come first."
    ),
    "down_pain_reps": "Fewer repetitions: you reported pain, and this is the lightest load.",
    "down_break_reps": "Fewer repetitions after the break; this is the lightest load.",
    "down_missed_reps": "Fewer repetitions: twice short of the plan with the lightest load.",
    "down_hard_reps": "Fewer repetitions: last time was too hard with the lightest load.",
    "down_missed": (
        "Down from {was} to {now}: two sessions in a row fell short of the reps planned."
    ),
    "down_hard": (
        "Down from {was} to {now}: last time felt like RPE {rpe} against {target} planned."
    ),
    "down_pain": "Down from {was} to {now}: you reported pain {pain}/10 in your {site}.",
    "down_break": "Down from {was} to {now}: {days} days since you last did this.",
    "down_easier": "{now} instead of {was}, so that it ends at RPE {rpe}.",
    "seconds_easier": "{now} s instead of {was} s, so that it ends at RPE {rpe}.",
    "reps_easier": "{now} reps instead of {was}, so that it ends at RPE {rpe}.",
    "deload": "Deload week: fewer sets and RPE {rpe}, so that the work done can settle.",
    "from_e1rm": (
        "{now} ({was} last time): what {reps} reps at RPE {rpe} asks of your estimated one-rep "
        "maximum of {e1rm}{likely}."
    ),
    "from_related": (
        "You have not logged this one; estimated with a margin from your {related} ({e1rm})."
    ),
    "from_stated": (
        "Your first time here, from what you told us of your {related}: likely maximum today "
        "{e1rm}, taken with care. If it is easy, the next set goes up."
    ),
    "start_careful": (
        "First time: a careful start for your body mass. If you could do more than {spare} extra "
        "reps, the next set goes up."
    ),
    "start_careful_capped": (
        "A careful first load, below what your lifts suggest, so {now} reps; if they are "
        "easy, the next set goes up."
    ),
    "pick_weight": (
        "First time, and your body mass is not known: pick a weight that you could lift {could} "
        "times, and do {reps}."
    ),
    "pick_weight_again": (
        "Your body mass is not known, so pick the weight yourself; last time you used {was}."
    ),
    "pick_weight_usual": (
        "Your body mass is not known, so pick the weight yourself; last time you used {was}, and "
        "your best sets of {reps} reps usually lie between {low} and {high}."
    ),
    "start_seconds": "First time: stop while you could still hold on.",
    "start_reps": "First time: stop while you could still do {spare} more.",
    "effort_first_weeks": (
        "Your first two weeks: every set ends with at least three reps in reserve."
    ),
    "heat_unknown": "Moderate, since nobody said how hot it is; the check-in asks.",
    "heat_high": "Easy, because of the heat.",
    "sets_senior": "Few sets to begin with: from 65 on one is enough to start and three to grow.",
    "sets_fewer": "{now} instead of {was} for today.",
    "minutes_up": "{now}, up from {was}: last time felt no harder than planned.",
    "minutes_back": "{now} again; the days in between were lighter on purpose.",
    "minutes_hold": "{now} as last time.",
    "minutes_down": "{now} instead of {was}: {because}.",
    "minutes_start": "A first dose of {now}; it grows from here.",
    "minutes_first": (
        "{now} to begin with, of the {minutes} minutes that you have; easy enough to talk all the "
        "way, and it grows from here."
    ),
    "fill_minutes": (
        "Easy movement for the time that is left; it takes nothing from the work before it."
    ),
    "minutes_usual": (
        "{now} to begin with: your watch or app shows about {usual} minutes a day of this sport, "
        "on {days} of the last 28 days."
    ),
    "ladder_up": "A step harder than {was}: you reached {done} there with effort to spare.",
    "ladder_down": "A step easier than {was}: last time you did {done}, short of the plan.",
    "more_work": "A set more than planned, because you asked for more and are well recovered.",
}

_SESSION = {
    "next_in_sequence": (
        "{title} is next in {programme} (week {week}); missed days move, none is lost."
    ),
    "first_session": "Your first session of {programme}: it starts easy, to learn what suits you.",
    "deload_week": "Week {week} is a deload week of {programme}: less work on purpose.",
    "deload_reactive": (
        "A lighter week that was not planned: {why}. {programme} goes on where it is afterwards."
    ),
    "programme_chosen": "{programme} is the programme that you chose.",
    "programme_condition": "{programme} is made for {condition}, which you told us of.",
    "programme_event": "{programme} leads up to your {aim} on {day}.",
    "programme_sport": "{programme} is made for your sport, {sport}.",
    "programme_fits": (
        "{programme} fits best: {goal}, {days} days a week, {minutes} minutes a session."
    ),
    "programme_instead": "{programme} instead of {chosen}, which you chose: {why}",
    "event_weeks": "{week}: {weeks} to {day}, so {programme} goes by the calendar.",
    "after_session": ("{when} you did {title} ({did}), so today builds on it: {change}."),
    "after_unrated": "{when} you started {title} and did {sets}; it was never rated.",
    "changed_since": "Since your last {title} on {day}: {changes}.",
    "unchanged_since": "As on {day}, your last {title}: nothing since then calls for a change.",
    "recover_after": "You trained {when} ({title}, RPE {rpe}); the muscles it used get 48 hours.",
    "rest_week_full": "{done} sessions in the last seven days is what you planned; recover today.",
    "rest_weekday": "{weekday} is not one of your training days.",
    "rest_needed": "{days} days in a row; one full day of rest a week is part of the plan.",
    "readiness_good": "Readiness {score} of 100: go as planned. {evidence}",
    "readiness_fair": (
        "Readiness {score} of 100: the session stands, but nothing goes up. {evidence}"
    ),
    "readiness_low": "Readiness {score} of 100, so today is easier. {evidence}",
    "readiness_very_low": "Readiness {score} of 100, so today is for recovery. {evidence}",
    "readiness_stated": "Readiness is {score} of 100. {evidence}",
    "readiness_unknown": "Nothing is known about your recovery today, so effort stays moderate.",
    "counterfactual": "{what}, today would have been {title}: {would} instead of {now}.",
    "sore_today": "Sore {site} ({soreness}/10): work for it is lower or left for another day.",
    "pain_today": "Pain in your {site} ({pain}/10): nothing that loads it goes up.",
    "other_day_pain": (
        "{title} instead of {was} today: its main work loads your {site}, where you have reported "
        "pain of {pain}/10."
    ),
    "rest_of_day_pain": (
        "This is what your {site} (pain {pain}/10) leaves of {was}: its main work waits until the "
        "pain is 5 or less."
    ),
    "other_day_whole": "{title} today instead of {was}, most of which would be left out.",
    "part_of_day": "Most of {was} is left out today, and no other day of it can be done whole.",
    "pain_last": "Pain in your {site} ({pain}/10) after {title}: its load is held or lowered.",
    "monotony_high": "Your last seven days were heavy and alike, so an easier day helps more now.",
    "return_break": (
        "{days} days since your last session: you come back with less and build up again."
    ),
    "yesterday_hard": "{title} was rated RPE {rpe} {when}, hard enough to go easier today.",
    "felt_poor": "You reported {what} today, so the session is easier than planned.",
    "felt_low": "You rated {what} {value} of 5 today.",
    "fits_minutes": "About {about} of your {minutes} minutes: {why}.",
    "fits_goal": "Chosen for your goal: {goal}.",
    "picked_lately": (
        "Several sessions suit today alike. This one: what you got done lately, and how you took "
        "it, speaks for it."
    ),
    "picked_variety": (
        "Several sessions suit today alike. This one for variety; how much of that you get is set "
        "in your profile."
    ),
    "gate_changed": "The safety rules changed the session: {what}.",
    "gate_other": "{title} was considered first; the safety rules did not allow it today.",
    "refused": "There is no session today: {why}",
    "missing_checkin": "No check-in today: effort stays at RPE 7 or below and no load goes up.",
    "missing_mass": "Your body mass is not known, so first loads are left to you.",
    "missing_history": "No sets logged yet: the first sessions find your weights.",
    "missing_body": "Not known today: {what}.",
    "done_today": "Done today: {title}, {sets}, {rpe}.",
    "open_today": "You have started {title}; finish it or go on with it.",
    "chosen_rest": "Rest is when the training done turns into strength.",
    "chosen_recovery": "Light movement helps you recover without adding load.",
}

_NEXT_SET = {
    "set_as_planned": "As planned.",
    "set_last_hard": "RPE {rpe} was harder than RPE {target}; the next time answers to that.",
    "set_last_short": "{reps} of {planned} reps; the next time answers to that.",
    "set_last_pain": "Pain {pain}/10: the load of this is held or lowered the next time.",
    "set_effort_unknown": "As planned; tell us how hard a set felt and the next one can adapt.",
    "set_up": "Up to {now}: {reps} reps at RPE {rpe} was easier than RPE {target}.",
    "set_up_limit": (
        "Could go up, but a step from {was} to {now} is more than 10 %; a rep more instead."
    ),
    "set_down": "Down to {now}: {reps} reps at RPE {rpe} was harder than RPE {target}.",
    "set_down_reps": "Down to {now}: {reps} of {planned} reps.",
    "set_reps_up": "More reps: the last set was much easier than planned.",
    "set_reps_down": "Fewer reps: the last set was harder than planned.",
    "set_hold_pain": "Same load: pain {pain}/10; stop if it grows.",
    "set_down_pain": "Down to {now}: pain {pain}/10. Stop if it does not ease.",
    "set_reps_down_pain": "Shorter sets: pain {pain}/10. Stop if it does not ease.",
    "set_stop_form": (
        "This movement ends here: pain {pain}/10, and the camera saw faults in the set. Do not "
        "push through both."
    ),
    "set_stop_pain": "Stop this exercise: pain {pain}/10.",
    "set_replace_pain": "{name} instead: it does not load your {site}.",
    "set_time": "Left out to finish in the time you have: {was}.",
    "exercise_next": "{name} is next.",
    "session_complete": "That was the last set. Rate the session while you cool down.",
    "session_stopped": "The safety rules ended this session: {why}",
}

REASONS: dict[str, str] = {**_CHOICE, **_DOSE, **_SESSION, **_NEXT_SET}
"""Code → template; placeholders in braces are filled by `because`."""


def placeholders(code: str) -> frozenset[str]:
    """Return the names of the evidence that the template of `code` needs."""
    return frozenset(name for _, name, _, _ in Formatter().parse(REASONS[code]) if name)


def because(code: str, **evidence: object) -> str:
    """Return `code` with its words filled from `evidence`, as one string for a `Session`.

    Raises `KeyError` for an unknown code and for evidence that is missing.
    """
    text = REASONS[code].format(**evidence).rstrip()
    return code + SEPARATOR + text if placeholders(code) else code


def say(reason: str) -> Reason:
    """Return the code and the words of a reason as `because` made it.

    Raises `KeyError` when the code is unknown, or needs evidence that was never filled in.
    """
    code, _, text = reason.partition(SEPARATOR)
    if code not in REASONS or not (text or not placeholders(code)):
        raise KeyError(reason)
    return Reason(code, text or REASONS[code])


def words(reason: str) -> str:
    """Return only the words of a reason."""
    return say(reason).text
