"""Pictures of the obstacle `network`, one per file, each beside a file with its texts."""
