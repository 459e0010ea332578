# Read by ./run and ./test from the project's folder: what the machine needs, and the builds. Asks nothing, names what it installs.

say() {
    printf '%s\n' "$*" >&2
}

# as_root COMMAND…: sudo only where it exists and is needed
as_root() {
    if [ "$(id -u)" = 0 ]; then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        say "This must run as root, and there is no sudo here: $*"
        return 1
    fi
}

apt_install() {
    say "Installing Debian packages: $*"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq || say "The package lists could not be refreshed; trying as they are."
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >&2
}

# need_packages FILE…: installs the packages named in the files that are not there yet
need_packages() {
    command -v dpkg-query >/dev/null || return 0
    wanted=$(cat "$@")
    have=$(dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' $wanted 2>/dev/null | awk '$1 == "ii" { print $2 }')
    missing=$(printf '%s\n%s\n' "$have" "$wanted" | awk 'NF { n[$1]++ } END { for (p in n) if (n[p] == 1) print p }' | sort)
    [ -z "$missing" ] || apt_install $missing
}

# Node is for the styles and scripts only, once; 18 is the oldest that will do.
need_node() {
    major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
    [ "${major:-0}" -ge 18 ] && command -v npm >/dev/null && return 0
    if [ "${major:-0}" -ge 18 ]; then
        apt_install npm ca-certificates
    else
        apt_install nodejs npm ca-certificates
    fi
    major=$(node --version 2>/dev/null | sed 's/^v\([0-9]*\).*/\1/')
    [ "${major:-0}" -ge 18 ] && return 0
    say "Node 18 or newer is needed to build the styles and scripts; this system offers ${major:-none}."
    return 1
}

# npm_ready FOLDER: its locked packages, when the lock changed
npm_ready() {
    cmp -s "$1/package-lock.json" "$1/node_modules/.lock-installed" && return 0
    need_node || return 1
    say "Installing the npm packages of $1"
    (cd "$1" && npm ci --no-fund --no-audit --loglevel=error >&2) || return 1
    cp "$1/package-lock.json" "$1/node_modules/.lock-installed"
}

assets_ready() {
    [ -f assets/package.json ] || return 0
    if [ -f assets/dist/.built ] && [ -z "$(newer assets/dist/.built assets/src assets/*.mjs assets/package-lock.json)" ]; then
        return 0
    fi
    npm_ready assets || return 1
    say "Building styles and scripts"
    (cd assets && npm run --silent build >&2) && touch assets/dist/.built
}

# newer STAMP PATH…: the first thing below the paths that is younger than the stamp; folders count, so removals show too
newer() {
    stamp=$1
    shift
    find "$@" -name node_modules -prune -o -newer "$stamp" -print 2>/dev/null | head -n 1
}

# build_ready FOLDER TARGETS OPTIONS…: configures when new or when the list of files changed, builds when anything is younger
# than the last good build. TARGETS may be empty: all.
build_ready() {
    dir=$1 targets=$2
    shift 2
    if [ -f "$dir/.built" ] && [ -z "$(newer "$dir/.built" src data docs assets/dist locale tools tests meson.build meson_options.txt)" ]; then
        return 0
    fi
    files=$(find src data docs locale tests tools assets/dist -name node_modules -prune -o -type f -print 2>/dev/null | LC_ALL=C sort)
    mkdir -p "$dir"
    if [ ! -f "$dir/build.ninja" ]; then
        say "Configuring $dir"
        meson setup "$dir" "$@" >"$dir.log" 2>&1 || { tail -n 30 "$dir.log" >&2; return 1; }
    elif [ "$files" != "$(cat "$dir/.files" 2>/dev/null)" ]; then
        meson setup --reconfigure "$dir" >"$dir.log" 2>&1 || { tail -n 30 "$dir.log" >&2; return 1; }
    fi
    printf '%s\n' "$files" >"$dir/.files"
    touch "$dir/.building"
    say "Building $dir"
    # shellcheck disable=SC2086
    ninja -C "$dir" $targets >&2 || return 1
    mv "$dir/.building" "$dir/.built"
}

release_ready() {
    assets_ready && build_ready build/release hoptac -Dbuildtype=release -Doptimization=2 -Dwerror=false &&
        ln -sfn release/hoptac build/hoptac
}
