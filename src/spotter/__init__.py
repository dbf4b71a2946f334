"""Spotter: a self-hosted coach that reads the body, gates every session and says why."""

__version__ = "0.1.0"
