"""What pictures of experiments share: their contract, frame and parts."""
