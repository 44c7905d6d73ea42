#!/bin/sh
# Installs what pip cannot bring, where it is missing and we may; says what to do where we may not. It never fails: the
# portal, the engine and most tests work without. With a word, only what that word needs: postgresql, which only the tests start.
if [ "$1" = postgresql ]; then
  { command -v initdb || ls /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb /opt/homebrew/bin/initdb; } >/dev/null 2>&1 && exit 0
  if command -v apt-get >/dev/null && [ "$(id -u)" -eq 0 ]; then
    { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends postgresql >/dev/null; } ||
      echo "PostgreSQL could not be installed"
  fi
  exit 0
fi
missing=""
has_library() { "${PYTHON:-python3}" -c "import ctypes.util, sys; sys.exit(ctypes.util.find_library('$1') is None)"; }

has_library pango-1.0 && has_library pangoft2-1.0 || missing="$missing libpango-1.0-0 libpangoft2-1.0-0"
has_library harfbuzz-subset || missing="$missing libharfbuzz-subset0"
if ! command -v fc-list >/dev/null || [ -z "$(fc-list :lang=zh-hk family)" ]; then missing="$missing fontconfig fonts-noto-cjk"; fi
command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || missing="$missing chromium"

[ -z "$missing" ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo "For PDF and the browser tests install Pango, HarfBuzz, Chinese fonts and Chromium by the means of your system."
elif [ "$(id -u)" -ne 0 ]; then
  echo "For PDF and the browser tests, as root: apt-get install --no-install-recommends$missing"
else
  # shellcheck disable=SC2086
  { apt-get -qq update && DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends $missing >/dev/null; } ||
    echo "These could not be installed: $missing (PDF and the browser tests need them, nothing else does)"
fi
exit 0
