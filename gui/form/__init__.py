"""The form of parameters, made from what is known of each."""
