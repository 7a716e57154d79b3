"""What the tables of the configuration may say, and what is told of those that say something else."""
