"""MCP server for agents. Reserved: its walls stand, nothing lives here yet."""
