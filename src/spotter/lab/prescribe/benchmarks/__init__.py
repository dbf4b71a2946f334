"""What prescription reaches where the truth is known: real logs, public tasks, simulators.

Each benchmark is one module with `run(data, *, seeds, tell) -> Result`; `registry` names them.
"""
