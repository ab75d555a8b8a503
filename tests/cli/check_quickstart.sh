#!/bin/sh
# SPDX-License-Identifier: BSD-2-Clause
#
# quickstart on machines that lack things, without touching this one: its PATH
# is a folder of the test's own that holds only what a machine is to have, and
# package managers that write down what they were asked for. Nothing is built:
# `setup` is enough to see what would be installed.
set -u

script=${srcdir:-.}/quickstart
place=$(mktemp -d) || exit 1
trap 'rm -rf "$place"' EXIT
checks=0
failures=0

# machine NAME PROGRAM...: a new, empty one, on which only these can be run
machine()
{
	bin=$place/$1
	shift
	mkdir -p "$bin"
	: >"$place/asked"
	for name in sh env cat dirname readlink mktemp rm tail grep id "$@"; do
		ln -sf "$(command -v "$name")" "$bin/$name"
	done
}

# program NAME: its text comes from standard input
program()
{
	{
		echo '#!/bin/sh'
		cat
	} >"$bin/$1"
	chmod +x "$bin/$1"
}

# Everything that is needed, and works: nothing is to be installed.
whole()
{
	for name in cc make autoreconf automake pkg-config cmp find awk python3 \
		perl xmllint clang gzip tar apt-cache qemu-system-x86_64 xz \
		zstd bc bison flex jq script setpriv debootstrap git; do
		program "$name" <<-'END'
			exit 0
		END
	done
	program nc <<-'END'
		echo OpenBSD netcat
	END
}

# A manager that writes down its words, and lets the wanted appear at last.
manager()
{
	program "$1" <<-END
		echo "$1 \$*" >>'$place/asked'
		case "\$*" in *install*) $2 ;; esac
	END
}

not_root()
{
	rm "$bin/id"
	program id <<-'END'
		echo 1000
	END
}

setup()
{
	PATH=$bin sh "$script" "$@" >"$place/out" 2>&1
	status=$?
}

# expect WHAT TEST...
expect()
{
	checks=$((checks + 1))
	what=$1
	shift
	"$@" && return
	failures=$((failures + 1))
	echo "check_quickstart.sh: $what: $*"
	sed 's/^/	/' "$place/out" "$place/asked"
}

said()
{
	grep -qF -- "$1" "$place/out"
}

asked()
{
	grep -qF -- "$1" "$place/asked"
}

lines()
{
	[ "$(wc -l <"$place/out")" -eq "$1" ]
}

# --- nothing is missing ---
machine whole
whole
manager apt-get :
not_root
setup setup ci
expect whole [ "$status" -eq 0 ]
expect "whole: silent" lines 0
expect "whole: nobody was asked" [ ! -s "$place/asked" ]

# --- Debian, bare, root ---
machine debian
manager apt-get "$(command -v cp) '$place/full'/* '$place/debian/'"
mkdir "$place/full"
keep=$bin
bin=$place/full
whole
bin=$keep
setup setup ci
if [ "$(id -u)" -eq 0 ]; then
	expect debian [ "$status" -eq 0 ]
	expect debian asked "apt-get -q -o DPkg::Lock::Timeout=120 update"
	for package in gcc libc6-dev make autoconf automake pkg-config \
		libpcap-dev libnet1-dev libmnl-dev libjansson-dev check \
		python3 perl libxml2-utils jq bc bison flex debootstrap clang libclang-rt-dev \
		qemu-system-x86; do
		expect debian asked " $package"
	done
	expect debian asked "--no-install-recommends"
	setup setup ci
	expect "debian, again" lines 0
fi

# --- Fedora, through sudo; one library is missing ---
machine fedora
whole
not_root
program pkg-config <<-'END'
	case "$*" in *libmnl*) exit 1 ;; esac
END
manager dnf "printf '#!/bin/sh\n' >'$place/fedora/pkg-config'"
program sudo <<-END
	echo "sudo" >>'$place/asked'
	exec "\$@"
END
setup setup
expect fedora [ "$status" -eq 0 ]
expect fedora asked sudo
expect fedora asked "dnf -q -y --setopt=install_weak_deps=False install"
expect fedora asked "install libmnl-devel"
expect "fedora: nothing else" [ "$(grep -c devel "$place/asked")" -eq 1 ]
expect fedora said "quickstart: installing libmnl-devel"

# --- neither root nor sudo ---
machine nobody
whole
not_root
rm "$bin/xmllint"
manager apt-get :
setup setup
expect nobody [ "$status" -eq 2 ]
expect nobody said "not root, and no sudo"
expect nobody said "apt-get install libxml2-utils"
expect nobody lines 1
expect nobody [ ! -s "$place/asked" ]

# --- a package manager that is not known here ---
machine unknown
whole
rm "$bin/make"
setup setup
expect unknown [ "$status" -eq 2 ]
expect unknown said "found neither apt-get nor dnf"
expect unknown said "install by hand (names of Debian): make"
expect unknown lines 1

# --- no network ---
machine offline
whole
not_root
rm "$bin/make"
manager apt-get "echo 'E: Could not resolve host'; exit 100"
program sudo <<-'END'
	exec "$@"
END
setup setup
expect offline [ "$status" -eq 2 ]
expect offline said "E: Could not resolve host"
expect offline said "apt-get could not install: make (no network? see above)"

# --- installed, and of no use ---
machine useless
whole
not_root
rm "$bin/make"
manager apt-get :
program sudo <<-'END'
	exec "$@"
END
setup setup
expect useless [ "$status" -eq 2 ]
expect useless said "installed, but still not usable: make"

# --- without netcat all goes on ---
machine plain
whole
not_root
rm "$bin/nc"
program dpkg-query <<-'END'
	exit 1
END
manager apt-get :
setup setup
expect plain [ "$status" -eq 0 ]
expect plain said "continuing without netcat-openbsd"
expect "plain: no password asked for" [ ! -s "$place/asked" ]

# --- a C library that is too old: said before anything is installed ---
# libc VERSION
libc()
{
	program getconf <<-END
		echo glibc $1
	END
}
machine old
whole
rm "$bin/jq"
manager apt-get :
for old in 2.31 2.33 2.33.9000; do
	libc $old
	for command in "run close" check setup "setup ci"; do
		# shellcheck disable=SC2086 # words
		setup $command
		expect "glibc $old, $command" [ "$status" -eq 2 ]
		expect "glibc $old, $command" said \
			"has glibc $old, and Lastack needs 2.34: Debian 12,"
		expect "glibc $old, $command" lines 1
	done
done
expect "an old glibc: nobody was asked" [ ! -s "$place/asked" ]
setup --help
expect "an old glibc: --help" [ "$status" -eq 0 ]
machine new
whole
for new in 2.34 2.41 3.0; do
	libc $new
	setup setup
	expect "glibc $new" [ "$status" -eq 0 ]
	expect "glibc $new" lines 0
done
program getconf <<-'END'
	echo 'getconf: GNU_LIBC_VERSION: unknown variable' >&2
	exit 1
END
setup setup
expect "no glibc: configure is to say so" [ "$status" -eq 0 ]

# --- a compiler of the user's choice ---
machine compilers
whole
manager apt-get :
rm "$bin/clang"
export CC=nonexist
setup setup
expect CC=nonexist [ "$status" -eq 2 ]
expect CC=nonexist said 'CC is "nonexist", and there is no program "nonexist"'
expect CC=nonexist lines 1
CC="odd -m32"
setup setup
expect "CC with a word" said 'CC is "odd -m32", and there is no program "odd"'
program odd </dev/null
setup setup
expect "CC is no compiler" [ "$status" -eq 2 ]
expect "CC is no compiler" said '"odd -m32", which is no C compiler that works'
expect "CC: nobody was asked" [ ! -s "$place/asked" ]
CC=clang
not_root
program sudo <<-'END'
	exec "$@"
END
setup setup
expect CC=clang asked "install clang"
unset CC

# --- flags that change ---
# The programs that build say what they were called with, and do no more.
machine flags
whole
ln -s "$(command -v mkdir)" "$(command -v touch)" "$bin"
tree=$place/tree
mkdir "$tree" "$tree/contrib" "$tree/base" "$tree/cases" "$tree/harness" "$tree/pcap"
touch "$tree/configure.ac" "$tree/Makefile.am"
rm "$bin/find"
ln -s "$(command -v find)" "$bin/find"
cp "$script" "$tree"
cp "${script%quickstart}contrib/needs.sh" "$tree/contrib"
program cc <<-'END'
	echo '2 - 1'
END
cp "$bin/cc" "$bin/gcc"
program autoreconf <<-'END'
	mkdir -p build-aux
	touch Makefile.in config.h.in build-aux/install-sh
	cat >configure <<'CONFIGURE'
	#!/bin/sh
	echo "configure $*" >>asked
	[ "$*" != --wrong ] || exit 1
	touch config.status config.h
	echo "abs_builddir = $(cd . && pwd)" >Makefile
	CONFIGURE
	chmod +x configure
END
ln -s "$(command -v chmod)" "$bin"
program make <<-'END'
	[ -e base/one.o ] || echo make >>asked
	mkdir -p base
	touch base/one.o
	printf '#!/bin/sh\n' >lastack
	chmod +x lastack
END
built=$tree/build/asked

# quick FLAGS...: as the environment has it; what it called is in $built
quick()
{
	rm -f "$built"
	PATH=$bin env "$@" sh "$tree/quickstart" run >"$place/out" 2>&1
	status=$?
}

quick CFLAGS=-O1
expect "built at first" grep -q '^configure' "$built"
quick CFLAGS=-O1
expect "built again" [ "$status" -eq 0 ]
expect "built again: nothing to do" [ ! -e "$built" ]
expect "built again: silent" lines 0
quick CFLAGS=-O2
expect "other CFLAGS" said "rebuilding everything in build/, because of new values of: CFLAGS"
expect "other CFLAGS" grep -q '^configure' "$built"
expect "other CFLAGS: objects too" grep -q '^make' "$built"
quick CC=gcc CONFIGURE_FLAGS='--enable-werror --prefix=/x'
expect "three changes" said "new values of: CONFIGURE_FLAGS CC CFLAGS"
expect "three changes" grep -qx 'configure --enable-werror --prefix=/x' "$built"
quick CONFIGURE_FLAGS=--wrong
expect "flags that are refused" [ "$status" -eq 2 ]
quick CONFIGURE_FLAGS=--wrong
expect "and refused again" [ "$status" -eq 2 ]
quick
expect "and without" [ "$status" -eq 0 ]
expect "and without" grep -qx 'configure ' "$built"
# Somebody has configured it by hand.
rm "$tree/build/quickstart.flags"
quick
expect "by hand: left as it is" [ ! -e "$built" ]
quick LDFLAGS=-s
expect "by hand: unless asked" said "new values of: LDFLAGS"

# --- words that mean nothing ---
machine words
whole
setup
expect words [ "$status" -eq 2 ]
expect words said "usage:"
setup chekc
expect words [ "$status" -eq 2 ]
expect words said 'there is no command "chekc"'
setup setup everything
expect words [ "$status" -eq 2 ]
setup --help
expect words [ "$status" -eq 0 ]

# In the words of Check, as the other tests.
echo "$(((checks - failures) * 100 / checks))%: Checks: $checks," \
	"Failures: $failures, Errors: 0"
[ "$failures" -eq 0 ]
