"""The pages: what anyone reads of a call, what an applicant does, and what the office does."""
