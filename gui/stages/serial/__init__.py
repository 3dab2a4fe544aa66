"""Pictures of the serial limit."""
