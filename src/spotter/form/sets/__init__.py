"""Sets that are over: scored from a film or from landmarks, and kept. Touches files and the store.

Unlike the rest of the room this package may import the store and intake (decision 14), and so may
`form.annotation.sharing` the store; nothing else in `form` imports it.
"""
