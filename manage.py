#!/usr/bin/env python
"""Django's own commands for the portal: migrate, verify_audit, nightly, check --deploy."""

import sys

from huanliu.portal.commands import main

if __name__ == "__main__":
    main(sys.argv)
