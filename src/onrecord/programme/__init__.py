"""The programme of a conference: its sessions and the stops of its tour."""
