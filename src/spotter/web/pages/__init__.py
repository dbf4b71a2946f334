"""The pages people use: server-rendered, working without a script."""
