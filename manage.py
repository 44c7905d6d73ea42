#!/usr/bin/env python
"""Django's own commands for the portal: migrate, verify_audit, check --deploy."""

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huanliu.portal.settings")
    execute_from_command_line(sys.argv)
