"""The bandit: a Bayesian linear head, Thompson sampling, propensities, and pooling of athletes."""
