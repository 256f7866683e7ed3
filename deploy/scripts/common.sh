# Sourced by ./run, ./test and the scripts beside this file. Needs `root` to be the repository's folder.

say() { printf '%s\n' "$*" >&2; }

fail() { say "$(basename "$0"): $*"; exit 1; }

need_sdk() {
    command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download/dotnet/10.0"
    (cd "$root" && dotnet --version >/dev/null 2>&1) || fail "the .NET 10 SDK is missing; installed are: $(cd / && dotnet --list-sdks | tr '\n' ' ')"
}

# install_package NAME: installs a Debian package where that is possible (as root, with apt-get); false where it is not.
install_package() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    local log="$root/artifacts/apt-$1.log"
    mkdir -p "$root/artifacts"
    say "Installing the Debian package $1."
    export DEBIAN_FRONTEND=noninteractive
    apt-get install -y --no-install-recommends "$1" >"$log" 2>&1 && return 0
    apt-get update >>"$log" 2>&1 && apt-get install -y --no-install-recommends "$1" >>"$log" 2>&1 && return 0
    say "Installing $1 failed; see $log."
    return 1
}

# want_command COMMAND PACKAGE WHY: an optional tool; what needs it is skipped without it.
want_command() {
    command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ] || compgen -G "/usr/lib/postgresql/*/bin/$1" >/dev/null && return 0
    install_package "$2" || say "Without $1 (Debian package $2) $3."
}

# want_packages FOLDER WHY: the npm packages of the lock file in a folder; what needs them is skipped where they cannot be had.
want_packages() {
    local folder="$root/$1" log
    log="$root/artifacts/npm-$(printf '%s' "$1" | tr / -).log"
    [ "$folder/node_modules/.package-lock.json" -nt "$folder/package-lock.json" ] && return 0
    mkdir -p "$root/artifacts"
    say "Installing the npm packages of $1."
    command -v npm >/dev/null && (cd "$folder" && npm ci --no-audit --no-fund --fetch-retries=1) >"$log" 2>&1 && return 0
    rm -rf "$folder/node_modules"
    say "Without the npm packages of $1 $2; see $log."
}

# split_properties ARGS…: sorts -p:NAME=VALUE into `properties`, everything else into `arguments`.
split_properties() {
    properties=()
    arguments=()
    local argument
    for argument in "$@"; do
        case "$argument" in
            -p:*=*) properties+=("$argument") ;;
            *) arguments+=("$argument") ;;
        esac
    done
}

# property NAME: its value, from the command line first, then from what the probe found.
property() {
    local given
    for given in ${properties[@]+"${properties[@]}"}; do
        case "$given" in "-p:$1="*) printf '%s' "${given#*=}"; return ;; esac
    done
    sed -n "s/.*<$1 [^>]*>\([^<]*\)<.*/\1/p" "$root/artifacts/feed.props"
}

# The system's librdkafka is needed only where the feed has none.
need_librdkafka() {
    [ "$(property SystemLibrdkafka)" = true ] || return 0
    [ -z "$(property SystemLibrdkafkaPath)" ] || return 0
    local folder
    for folder in /usr/lib/x86_64-linux-gnu /usr/lib/aarch64-linux-gnu; do
        [ ! -e "$folder/librdkafka.so.1" ] || return 0
    done
    install_package librdkafka1 || fail "the system's librdkafka is missing: install it (Debian: apt-get install librdkafka1), or pass -p:SystemLibrdkafkaPath=FILE"
}

# prepare ARGS…: everything before a build.
prepare() {
    split_properties "$@"
    need_sdk
    "$root/deploy/scripts/probe-feed"
    [ ${#properties[@]} = 0 ] || say "Whatever the feed carries: ${properties[*]}"
    need_librdkafka
}

# build PROJECT: restores and builds in Release, without servers that would outlive the script.
build() {
    dotnet build "$root/$1" -c Release -nologo -v quiet -clp:NoSummary --disable-build-servers ${properties[@]+"${properties[@]}"}
}
