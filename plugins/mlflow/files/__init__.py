"""What MLflow writes into folders: MLproject, MLmodel, and `mlruns/` with runs and models."""
