"""The networks that score form: a configuration for each published number, and what it builds."""

from spotter.lab.form.models.build import build, opened
from spotter.lab.form.models.configs import CONFIGS, ClipScorer, ConvBiLstm, ModelConfig, Tcn

__all__ = ["CONFIGS", "ClipScorer", "ConvBiLstm", "ModelConfig", "Tcn", "build", "opened"]
