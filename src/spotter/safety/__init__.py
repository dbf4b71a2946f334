"""Safety: a proposal → an `ApprovedSession` or a refusal."""
