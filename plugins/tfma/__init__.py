"""Results of TensorFlow Model Analysis, read without TensorFlow."""
