# SPDX-License-Identifier: BSD-2-Clause
# shellcheck shell=sh disable=SC2154 # log is quickstart's
#
# What quickstart installs, as packages of Debian and of Fedora, and whether it
# can be used already; quickstart sources this, and has die() and make_log(). A
# program that a test calls has its line in need_for_checking().

has_program()
{
	command -v "$1" >/dev/null 2>&1
}

has_header()
{
	# shellcheck disable=SC2086 # CC may hold options
	has_program "$cc" &&
		echo "#include <$1>" | ${CC:-cc} -E - >/dev/null 2>&1
}

compiles()
{
	# shellcheck disable=SC2086 # CC may hold options
	[ "$(echo 'works - 1' | ${CC:-cc} -Dworks=2 -E -P - 2>/dev/null)" = \
		'2 - 1' ]
}

has_module()
{
	has_program pkg-config && pkg-config --exists "$1"
}

has_netcat()
{
	has_program nc && nc -h 2>&1 </dev/null | grep -q OpenBSD
}

has_tap_reader()
{
	has_program perl && perl -MTAP::Parser -e 1 2>/dev/null
}

has_clang_fuzzer()
{
	has_program clang || return
	make_log
	echo 'int LLVMFuzzerTestOneInput(void); int LLVMFuzzerTestOneInput(void)
	{ return 0; }' | clang -fsanitize=fuzzer -x c -o "$log" - 2>/dev/null
}

has_clang_sanitizers()
{
	has_program clang || return
	make_log
	echo 'int main(void) { return 0; }' |
		clang -fsanitize=address,undefined -x c -o "$log" - 2>/dev/null
}

cc=${CC:-cc}
cc=${cc%% *}
debian=
fedora=

# need DEBIAN-PACKAGE FEDORA-PACKAGE TEST...: unless TEST succeeds
need()
{
	packages="$1 $2"
	shift 2
	"$@" && return
	debian="$debian ${packages% *}"
	fedora="$fedora ${packages#* }"
}

# A compiler of another name than these is the user's own to install.
need_compiler()
{
	case $cc in
	clang)
		need clang clang has_program clang
		;;
	cc | gcc)
		need gcc gcc has_program "$cc"
		;;
	*)
		has_program "$cc" || die "CC is \"$CC\", and there is no" \
			"program \"$cc\""
		;;
	esac
	[ -z "${CC-}" ] || ! has_program "$cc" || compiles ||
		die "CC is \"$CC\", which is no C compiler that works"
}

need_for_building()
{
	need_compiler
	need libc6-dev glibc-devel has_header stdio.h
	need make make has_program make
	need diffutils diffutils has_program cmp
	need findutils findutils has_program find
	need gawk gawk has_program awk
	need autoconf autoconf has_program autoreconf
	need automake automake has_program automake
	need pkg-config pkgconf-pkg-config has_program pkg-config
	need libpcap-dev libpcap-devel has_module 'libpcap >= 1.10'
	need libnet1-dev libnet-devel has_header libnet.h
	need libmnl-dev libmnl-devel has_module libmnl
	need libjansson-dev jansson-devel has_module 'jansson >= 2.8'
	need check check-devel has_module 'check >= 0.15'
}

# What the tests read reports with and play a terminal on, and what
# contrib/build-uml refuses to begin without.
need_for_checking()
{
	need bc bc has_program bc
	need bison bison has_program bison
	need flex flex has_program flex
	need jq jq has_program jq
	need bsdutils util-linux-script has_program script
	need util-linux util-linux has_program setpriv
	need xz-utils xz has_program xz
	need zstd zstd has_program zstd
	need gzip gzip has_program gzip
	need python3 python3 has_program python3
	need perl perl-Test-Harness has_tap_reader
	need libxml2-utils libxml2 has_program xmllint
	need git git has_program git
}

need_for_ci()
{
	need clang clang has_program clang
	need libclang-rt-dev compiler-rt has_clang_sanitizers
	need libclang-rt-dev compiler-rt has_clang_fuzzer
	need gzip gzip has_program gzip
	need tar tar has_program tar
	need_for_newcomer
	need_for_kernels
}

# tests/newcomer: a release of Debian, so of no use where apt is not.
need_for_newcomer()
{
	need debootstrap debootstrap has_program debootstrap
}

# lastack run -k debian:VERSION
need_for_kernels()
{
	need qemu-system-x86 qemu-system-x86-core has_program qemu-system-x86_64
	need apt apt has_program apt-cache
	need xz-utils xz has_program xz
	need zstd zstd has_program zstd
}

# One case wants it; that case is skipped without it, so nothing fails.
need_for_netcat()
{
	need netcat-openbsd netcat has_netcat
}
