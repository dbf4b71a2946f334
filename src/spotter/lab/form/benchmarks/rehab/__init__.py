"""Right or wrong, judged of one recorded repetition: what the UI-PRMD benchmark trains."""
