"""The register of cross-border obstacles."""
