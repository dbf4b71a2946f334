"""Judging with few people: kernels over several views of a movement, chosen by people left out."""
