#!/bin/sh
# The browser tests need Chromium and a font with Chinese characters. Where this may install them, it does; elsewhere it
# says why not and goes on, and those tests say that they are skipped.
set -u

missing=""
command -v chromium >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || missing="chromium"
if command -v fc-list >/dev/null 2>&1 && [ -n "$(fc-list :lang=zh 2>/dev/null)" ]; then :; else
  missing="$missing fontconfig fonts-wqy-zenhei"
fi
[ -z "$missing" ] && exit 0

if ! command -v apt-get >/dev/null 2>&1; then
  echo "Not installed:$missing (no apt-get here); the browser tests will be skipped." >&2
elif [ "$(id -u)" != 0 ]; then
  echo "Not installed:$missing (not root); the browser tests will be skipped." >&2
else
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086 # a list of names
  { apt-get update -qq && apt-get install -qq -y --no-install-recommends $missing; } >/tmp/system-packages.log 2>&1 ||
    echo "Could not install $missing (see /tmp/system-packages.log); the browser tests will be skipped." >&2
fi
exit 0
