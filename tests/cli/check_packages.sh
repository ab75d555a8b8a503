#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-2-Clause
#
# What debian/ and contrib/lastack.spec say of Lastack is so: its version, and
# the files of an RPM. Building packages takes longer than a test may.
set -u
build=$(pwd)
source=$(cd "${srcdir:-.}" && pwd)
. "${srcdir:-.}/tests/cli/cli.sh"

version=$("$lastack" --version)
version=${version##* }
check "the version of debian/changelog" [ "$(sed -n \
	'1s/^lastack (\([^)]*\)).*/\1/p' "$source/debian/changelog")" = "$version" ]
check "the version of the spec" [ "$(sed -n \
	's/^Version: *//p' "$source/contrib/lastack.spec")" = "$version" ]
check "debian/rules: a program" [ -x "$source/debian/rules" ]

# Every file that is installed is one of %files.
go env -u MAKEFLAGS -u MFLAGS make -s -C "$build" install DESTDIR="$place/d" \
	prefix=/usr sysconfdir=/etc docdir=/usr/share/doc/lastack \
	systemdsystemunitdir=/usr/lib/systemd/system
check "install" ended 0
rm d/usr/share/doc/lastack/LICENSE
sed -n '/^%files/,/^%changelog/{
	s,%doc ,,
	s,%{name},lastack,
	s,%{_bindir},/usr/bin,
	s,%{_datadir},/usr/share,
	s,%{_libexecdir},/usr/libexec,
	s,%{_mandir},/usr/share/man,
	s,%{_unitdir},/usr/lib/systemd/system,
	/^\//p
}' "$source/contrib/lastack.spec" >patterns
check "%files has lines" [ "$(wc -l <patterns)" -ge 8 ]
while read -r pattern; do
	# shellcheck disable=SC2086 # a pattern
	check "%files: $pattern" [ -e "$(echo d$pattern | cut -d' ' -f1)" ]
	# shellcheck disable=SC2086
	rm -rf d$pattern
done <patterns
left=$(find d ! -type d)
check "%files: all there is ($left)" [ -z "$left" ]

if command -v rpmspec >/dev/null; then
	go rpmspec -q --qf '%{name} %{version} %{license}\n' \
		"$source/contrib/lastack.spec"
	check "rpmspec understands the spec" \
		said "lastack $version BSD-2-Clause"
fi
if command -v dpkg-parsechangelog >/dev/null; then
	go dpkg-parsechangelog -l "$source/debian/changelog" -S Version
	check "dpkg understands the changelog" [ "$(cat out err)" = "$version" ]
fi
finish
