"""What every act stands on: one transaction, refusals, keys, sealed values and their erasure, the time, chores, backups."""
