"""Results of TensorFlow Model Analysis are read as TFMA writes them."""
