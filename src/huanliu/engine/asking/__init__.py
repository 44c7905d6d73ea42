"""What is still to be asked: what a finding lacks, what a question could change, and which comes first."""
