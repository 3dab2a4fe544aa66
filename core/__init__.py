"""What Thalweg computes: obstacles, and the objectives, optimizers and laws they are made of; plain numpy."""
