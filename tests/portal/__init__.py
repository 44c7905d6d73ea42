"""The portal, desk by desk."""
