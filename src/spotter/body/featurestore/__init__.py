"""The feature store: rows of features kept for training (offline) and for serving (online).

Feast, when it is imported, tells `prometheus_client` through the environment to keep every metric
in files shared by processes; then the counts of this process are no longer served, and processes
started by it do the same. `prometheus_client` decides once, at its own import, and so it is
imported here, before anything here imports Feast; the names Feast leaves in the environment are
taken out again by `Shelf` when it has opened.
"""

import prometheus_client  # noqa: F401
