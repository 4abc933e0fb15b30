# One way to call SwiftPM, so that demo, tests and CI share one scratch path and one set of flags: with different
# flags SwiftPM would build everything again. Needs common.sh.
# shellcheck shell=bash

# Words of POORT_SWIFT_FLAGS; they hold no spaces themselves.
read -r -a POORT_FLAGS <<<"${POORT_SWIFT_FLAGS:-}"

# build TEXT ARGUMENT…: `swift build` with our scratch path and flags.
build() {
    local text=$1
    shift
    if [[ ! -e "$POORT_SCRATCH/workspace-state.json" ]]; then
        say "The first build fetches and builds the dependencies (SwiftNIO, Hummingbird and others):"
        say "a minute or two on two fast cores, six on slow ones. After that only what changed is built."
    fi
    timed "$text" swift build --package-path "$POORT_ROOT" --scratch-path "$POORT_SCRATCH" \
        ${POORT_FLAGS[@]+"${POORT_FLAGS[@]}"} "$@"
}

# run_tests ARGUMENT…: `swift test` on what was built, without building.
run_tests() {
    swift test --skip-build --package-path "$POORT_ROOT" --scratch-path "$POORT_SCRATCH" \
        ${POORT_FLAGS[@]+"${POORT_FLAGS[@]}"} "$@"
}

# built PRODUCT: the path of an executable that `build` made.
built() { printf '%s/debug/%s' "$POORT_SCRATCH" "$1"; }
