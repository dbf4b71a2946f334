"""One module for each subcommand of `spotter lab form`; each imports what is heavy when called."""
