#!/usr/bin/env bash
# Installs the packages of cmake/packages.txt that are missing (Debian 12, Ubuntu 24.04 and later).
#   bash cmake/install.sh [LIST...]     other lists beside it, such as packages_fuzz.txt
set -euo pipefail
cd "$(dirname "$0")"

[ $# -gt 0 ] || set -- packages.txt
mapfile -t packages < <(sed 's/#.*//; s/[[:space:]]*$//; /^$/d' "$@")

if ! command -v apt-get >/dev/null; then
  echo "install.sh: this is not Debian or Ubuntu (no apt-get)." >&2
  echo "Install what these packages hold, then build again: ${packages[*]}" >&2
  exit 1
fi

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
missing=()
for package in "${packages[@]}"; do
  is_installed "$package" || missing+=("$package")
done
if [ ${#missing[@]} -eq 0 ]; then
  exit 0
fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  if ! command -v sudo >/dev/null; then
    echo "install.sh: missing packages; as root, run: apt-get install ${missing[*]}" >&2
    exit 1
  fi
  as_root=(sudo)
fi
apt() {
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 "$@" </dev/null
}

echo "Installing ${missing[*]}"
apt install -y -q --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || {
  apt update -q
  apt install -y -q --no-install-recommends "${missing[@]}"
}
