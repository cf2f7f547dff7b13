#!/usr/bin/env bash
# The tests need Chromium (journeys), WebKitGTK with a display without a screen (the
# tablet's journey) and strace (the fsync trace): installed when root on Debian, else named.
set -euo pipefail
missing=()
command -v chromium >/dev/null || missing+=(chromium fonts-noto-core)
command -v WebKitWebDriver >/dev/null || missing+=(webkit2gtk-driver)
command -v Xvfb >/dev/null || missing+=(xvfb)
command -v strace >/dev/null || missing+=(strace)
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing ${missing[*]} for the tests…"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
else
  echo "The tests need: ${missing[*]}. On Debian: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
