"""The demonstration set: generated people, organisations and cases."""
