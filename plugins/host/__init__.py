"""The host of plugins: finds them, checks what they declare, and runs their functions apart."""
