"""First run: set up a directorate, open a file, or look round with the sample."""
