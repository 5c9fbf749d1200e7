"""Reports of Evidently: drift, quality of data, and metrics of models."""
