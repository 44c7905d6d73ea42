"""The portal: one thing, handled once. The only room with Django; one app per desk, in a fixed order."""
