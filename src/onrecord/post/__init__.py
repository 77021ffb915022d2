"""Letters: written in the act that they tell of, and sent until the mail server has taken them or they are given up."""
