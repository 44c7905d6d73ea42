"""Papers, handed in once and shown to the desks that need them."""
