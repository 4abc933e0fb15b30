# Shared by everything in Scripts/ and by .ci/run. Source it; it runs nothing by itself.
#
#   POORT_SCRATCH      where SwiftPM builds            (default: .build in the checkout)
#   POORT_SWIFT_FLAGS  extra words for `swift build`   (so that CI's demo and tests share one build)
# shellcheck shell=bash

# The checkout this file belongs to, wherever the caller stands.
POORT_ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"
POORT_SCRATCH="${POORT_SCRATCH:-$POORT_ROOT/.build}"

# EX_UNAVAILABLE of sysexits.h: something this machine must have is not there.
readonly EXIT_UNAVAILABLE=69

say() { printf '%s\n' "$*" >&2; }

# heading TEXT: a line that stands out between compiler output.
heading() { printf '\n== %s\n' "$*" >&2; }

# fail STATUS MESSAGE…: says why and leaves.
fail() {
    local status=$1
    shift
    printf 'error: %s\n' "$*" >&2
    exit "$status"
}

# minutes SECONDS: "4 min 07 s", or "38 s" below a minute.
minutes() {
    if (($1 < 60)); then
        printf '%d s' "$1"
    else
        printf '%d min %02d s' $(($1 / 60)) $(($1 % 60))
    fi
}

# timed TEXT COMMAND…: runs the command under a heading and says how long it took; a failure is passed on.
timed() {
    local text=$1 started=$SECONDS status=0
    shift
    heading "$text"
    "$@" || status=$?
    if ((status == 0)); then
        say "-- $text: done in $(minutes $((SECONDS - started)))"
    else
        say "-- $text: FAILED with status $status after $(minutes $((SECONDS - started)))"
    fi
    return "$status"
}

require_swift() {
    if ! command -v swift >/dev/null; then
        say "error: \`swift\` was not found on the PATH."
        say "hint: Poort needs Swift 6.3 or newer; see https://www.swift.org/install/linux/ for Debian 12,"
        say "hint: then put the toolchain's usr/bin directory on the PATH and run this script again."
        exit "$EXIT_UNAVAILABLE"
    fi
}
