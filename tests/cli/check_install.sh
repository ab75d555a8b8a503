#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# make install DESTDIR=...: all of it is there, works from there, and make
# uninstall takes all of it away. What is installed for good is looked at by
# make installcheck.
set -u
build=$(pwd)
source=$(cd "${srcdir:-.}" && pwd)
. "${srcdir:-.}/tests/cli/cli.sh"
to="$place/a folder"

make_it()
{
	go env -u MAKEFLAGS -u MFLAGS -u MAKELEVEL make -s -C "$build" \
		DESTDIR="$to" "$@"
}

# variable NAME: as this build was configured
variable()
{
	printf 'include Makefile\nvalue: ; @echo "$(%s)"\n' "$1" |
		env -u MAKEFLAGS -u MFLAGS make -s -C "$build" -f - value | tail -n 1
}

prefix=$to$(variable prefix)
bin=$to$(variable bindir)
doc=$to$(variable docdir)
man=$to$(variable mandir)
units=$to$(variable systemdsystemunitdir)
found=$to$(variable pkgdatadir)/expected

make_it install
check "install" ended 0
check "nothing outside of its folder" [ "$(ls "$to")" = "$(
	cd "$to" && echo "${prefix#"$to"/}" | cut -d/ -f1)" ]
check "the goldens, all of them" diff -r "$expected" "$found"
for name in lastack lastack-nightly lastack-get-kernel lastack-build-uml; do
	check "$name: a program" [ -x "$bin/$name" ]
	check "$name: a manual page" [ -s "$man/man1/$name.1" ]
done
check "a completion" [ -s "$prefix"/share/bash-completion/completions/lastack.bash ]

# Links of the documents to each other hold where they are installed.
for page in "$doc"/*.md "$doc"/docs/*.md; do
	broken=$(grep -oE '\]\([^):#]+' "$page" | cut -c3- | sort -u |
		while read -r link; do
			[ -e "${page%/*}/$link" ] || echo "$link"
		done)
	check "links of ${page#"$doc"/} ($broken)" [ -z "$broken" ]
done
check "the licence" same "$doc/LICENSE" "$source/LICENSE"
for example in kernels github.yml gitlab.yml kubernetes.yaml; do
	check "an example: $example" [ -s "$doc/examples/$example" ]
done

# --- units ---
service=$units/lastack-nightly.service
check "a timer" [ -s "$units/lastack-nightly.timer" ]
check "a service: nothing is left to be filled in" \
	eval '! grep -n "@" "$service"'
start=$(sed -n 's/^ExecStart=//p' "$service")
check "a service: starts what is installed" [ -x "$to${start%% *}" ]
check "a service: names a list of kernels" grep -qF -- \
	"-f $(variable sysconfdir)/lastack/kernels" "$service"
program=$(sed -n 's/.* -p //p' "$service")
check "a service: with the program" [ -x "$to$program" ]

# --- it works from there, though it was configured for another place ---
go "$source/tests/installcheck" "$bin" "$found"
check "it finds its own" ended 0
go "$bin/lastack-nightly" -k host -p "$bin/no-such"
check "lastack-nightly: its name" refused 2 "lastack-nightly: "

# --- and away ---
touch "$doc/somebody's"
make_it uninstall
check "uninstall" ended 0
check "uninstall: what was not installed stays" [ -e "$doc/somebody's" ]
rm "$doc/somebody's" && rmdir "$doc"
check "uninstall: no file is left" [ -z "$(find "$to" ! -type d)" ]
check "uninstall: no folder of its own is left" \
	[ -z "$(find "$prefix" -name '*lastack*')" ]
make_it uninstall
check "uninstall of nothing" ended 0
finish
