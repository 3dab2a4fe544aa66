"""What is shown and at which moment, without widgets."""
