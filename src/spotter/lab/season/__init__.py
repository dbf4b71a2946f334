"""Played seasons: weeks of decisions for made-up athletes, judged as a professional would."""
