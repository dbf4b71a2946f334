"""The live camera's conversation: landmarks come up, events of the watcher go down."""
