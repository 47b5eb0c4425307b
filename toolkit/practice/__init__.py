"""Made-up counties, samples, and trials of rules and programs."""
