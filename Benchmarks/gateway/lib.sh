# What the measurements of the gateway share: an upstream, a folder for the run, processes that end with it. Needs
# common.sh, and `here` and `root`.
# shellcheck shell=bash disable=SC2034,SC2154

readonly UPSTREAM=19000 CPU=0 LOAD_CPU=1
RUN="$(mktemp -d)"
DATA="$RUN/data"
declare -a started=()

# Invoked by the trap.
# shellcheck disable=SC2329
finish() {
    for pid in ${started[@]+"${started[@]}"}; do kill "$pid" 2>/dev/null || true; done
    rm -rf "$RUN"
}
trap finish EXIT

# fill FILE TARGET PORT: a peer's configuration with this run's places.
fill() {
    sed -e "s|@RUN@|$RUN|g" -e "s|@DATA@|$DATA|g" -e "s|@ROOT@|$root|g" -e "s|@UPSTREAM@|$UPSTREAM|g" -e "s|@PORT@|$3|g" \
        -e "s|@CACHE@|${cache:-}|g" -e "s|@AUDIT@|${audit:-off}|g" -e "s|@ENTRIES@|${entries:-10000}|g" \
        -e "s|@SHADOW@|${shadow:-}|g" \
        -e "s|@ADMIN@|${admin:-}|g" -e "s|@ALGORITHMS@|${algorithms:-RS256}|g" -e "s|@JWKS@|${jwks:-jwks.json}|g" "$here/peers/$1" >"$RUN/$2"
}

# start CPU COMMAND…: in the background, on one processor; the process id is in `pid`.
start() {
    local cpu=$1
    shift
    taskset -c "$cpu" "$@" >>"$RUN/output.log" 2>&1 &
    pid=$!
    started+=("$pid")
}

status() {
    curl -s -o /dev/null -w '%{http_code}' ${3:+-H "Authorization: Bearer $(head -1 "$DATA/$3")"} "http://127.0.0.1:$1$2" || true
}

wait_for() {
    for _ in $(seq 100); do
        [[ "$(status "$1" /bbcdr-reports/1)" == 000 ]] || return 0
        sleep 0.1
    done
    cat "$RUN/output.log" >&2
    fail 70 "nothing answers on port $1"
}

# make_venv PACKAGE…: a Python of the benchmarks' own with these packages, in `venv`.
make_venv() {
    venv="$root/.build-benchmarks"
    [[ -x "$venv/bin/python" ]] || python3 -m venv "$venv"
    "$venv/bin/pip" --quiet install "$@"
}

# build_poort: in release mode; its path is in `poort`.
build_poort() {
    timed "building Poort in release mode" swift build --package-path "$root" --scratch-path "$root/.build-release" \
        -c release --product poort
    poort="$root/.build-release/release/poort"
    ulimit -n 20000 2>/dev/null || true
}

start_upstream() {
    fill upstream.conf upstream.conf 0
    start "$LOAD_CPU" nginx -p "$RUN" -c "$RUN/upstream.conf"
}
