"""Who comes in: calls, applications, decisions that each applicant can prove and anyone can count."""
