"""What a difference between two measurements is worth. Pure: arrays in, values out."""
