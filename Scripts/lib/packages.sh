# Installing Debian packages, only those that are missing. Needs common.sh.
# shellcheck shell=bash

# What building, linking and the demo need on Debian 12 beside the Swift toolchain itself.
readonly POORT_PACKAGES=(libssl-dev libsqlite3-dev pkg-config git binutils libc6-dev libgcc-12-dev libstdc++-12-dev curl)

install_what_is_missing() { install_missing "${POORT_PACKAGES[@]}"; }

# as_root COMMAND…: directly for root, through sudo for others.
as_root() {
    if ((EUID == 0)); then
        "$@"
    else
        sudo "$@"
    fi
}

package_installed() {
    [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$1" 2>/dev/null)" == installed ]]
}

# install_missing PACKAGE…: installs those that are not there yet; with nothing missing it touches nothing.
install_missing() {
    if ! command -v dpkg-query >/dev/null; then
        if ! pkg-config --exists libcrypto; then
            fail "$EXIT_UNAVAILABLE" "this is no Debian system and pkg-config does not find OpenSSL 3's libcrypto;" \
                "install OpenSSL's development files with your own package manager"
        fi
        return 0
    fi
    local package missing=()
    for package in "$@"; do
        package_installed "$package" || missing+=("$package")
    done
    if ((${#missing[@]} == 0)); then
        return 0
    fi
    if ((EUID != 0)) && ! command -v sudo >/dev/null; then
        fail "$EXIT_UNAVAILABLE" "missing: ${missing[*]}; as root, run: apt-get install ${missing[*]}"
    fi
    say "installing ${missing[*]}"
    # A fresh image has no package lists, an old one has lists whose files have moved.
    if ! apt_get install "${missing[@]}" >/dev/null 2>&1; then
        apt_get update >/dev/null || say "note: \`apt-get update\` failed; trying with the lists that are here"
        apt_get install "${missing[@]}" ||
            fail "$EXIT_UNAVAILABLE" "apt-get could not install ${missing[*]}"
    fi
}

apt_get() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get --quiet --yes --no-install-recommends "$@"
}
