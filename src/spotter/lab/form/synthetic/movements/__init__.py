"""How each kind of exercise moves: one function from a `Rep` to joints (B, T, 19, 3) in metres."""

from __future__ import annotations

from collections.abc import Callable

from spotter.lab.form.synthetic.movements.bench import bench_press
from spotter.lab.form.synthetic.movements.burpee import burpee
from spotter.lab.form.synthetic.movements.hanging import pull_up
from spotter.lab.form.synthetic.movements.jumping import jumping_jack
from spotter.lab.form.synthetic.movements.legs import deadlift, lunge, squat
from spotter.lab.form.synthetic.movements.other import other
from spotter.lab.form.synthetic.movements.prone import mountain_climber, plank, push_up
from spotter.lab.form.synthetic.movements.sitting import sit_up
from spotter.lab.form.synthetic.movements.standing import bicep_curl, overhead_press
from spotter.lab.form.synthetic.rep import Rep
from spotter.lab.form.synthetic.space import Array

MOVEMENTS: dict[str, Callable[[Rep], Array]] = {
    "squat": squat,
    "push_up": push_up,
    "plank": plank,
    "bicep_curl": bicep_curl,
    "lunge": lunge,
    "pull_up": pull_up,
    "burpee": burpee,
    "jumping_jack": jumping_jack,
    "mountain_climber": mountain_climber,
    "sit_up": sit_up,
    "deadlift": deadlift,
    "bench_press": bench_press,
    "overhead_press": overhead_press,
    "other": other,
}
