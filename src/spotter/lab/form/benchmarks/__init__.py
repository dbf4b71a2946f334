"""What our form models and rules reach on real people, beside what others have published.

Each benchmark is one module with `run(data, *, seeds, tell) -> Result`; `registry` names them.
"""
