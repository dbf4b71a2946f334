"""From a trained network to LiteRT files that serving reads: converted, checked, compared."""
