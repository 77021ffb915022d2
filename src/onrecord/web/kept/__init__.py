"""Public pages from memory: each is made once for a state of the record, and given to all who ask for it, before Django.

What an answer depends on is its path, the parameters that its view knows (`pages.shared`), the state of the record (`looks`),
which is looked at after the request has come, and which embargoes have ended by the clock. Everything else about a request
(`requests`) is left out of the one by which the page is made (`answers`), so nobody can put anything into what others see.
"""
