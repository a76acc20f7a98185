#!/bin/sh
# Rebuilds ../plotly.min.js, plotly.css, LICENSE and VERSION.json. Leaves nothing else behind.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp "$here/package.json" "$here/package-lock.json" "$here/entry.js" "$here/build.mjs" "$work"
cd "$work"
npm ci --ignore-scripts --no-audit --no-fund
node build.mjs "$here/.."
