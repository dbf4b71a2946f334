"""Prescribe: state + goals → today's session and its reasons."""
