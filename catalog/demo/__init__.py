"""What `mlhome demo` shows beside the examples' descriptors: recorded answers of an MLflow server,
and simulated evaluations, both labelled as what they are."""
